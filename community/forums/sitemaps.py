"""Topics in the sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.members.permissions import EVERYONE
from home.sitemaps import SiteSitemap

from .models import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


class TopicSitemap(SiteSitemap):
    """Topics that everybody may read, at their address in both languages' frame."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> QuerySet[Topic]:
        """List them by age, so that a part of the list stays as it is."""
        return Topic.objects.live().filter(category__audience_see=EVERYONE).order_by("pk")

    def lastmod(self, item: Topic) -> datetime:
        """When somebody last wrote."""
        return item.last_post_at
