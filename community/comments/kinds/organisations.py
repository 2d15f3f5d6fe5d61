"""Organisations, as what is discussed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from community.members.organisations.models import Organisation
from home.models.regions import within_any

from .things import ThingKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.permissions import Viewer


def seen(viewer: Viewer) -> QuerySet[Organisation]:
    """Select those that are in view: under a closed or suspended one nothing is read, by nobody."""
    found: QuerySet[Organisation] = Organisation.objects.visible_to(viewer).public().select_related("handle")
    return found


def kept(viewer: Viewer) -> QuerySet[Organisation]:
    """Select those in the regions that the viewer moderates."""
    return seen(viewer).filter(within_any(viewer.moderated_codes, "region__"))


ORGANISATION = ThingKind(
    "organisation",
    _("Organisations"),
    Organisation,
    seen,
    kept,
    since=lambda organisation: organisation.created_at,
    is_public=lambda organisation: organisation.is_public,
)
