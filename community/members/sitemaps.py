"""Organisations in the sitemap; members are left out, since who is found is theirs to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from home.sitemaps import SiteSitemap

from .organisations.models import Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet


class OrganisationSitemap(SiteSitemap):
    """Organisations that staff have not taken from view."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> QuerySet[Organisation]:
        """List them by age, so that a part of the list stays as it is."""
        return Organisation.objects.public().select_related("handle").order_by("pk")
