"""The forum in the sitemap: its categories and its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from community.members.permissions import EVERYONE
from home.sitemaps import SiteSitemap

from .models import Category, Topic

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


class ForumSitemap(SiteSitemap):
    """What everybody may read, at its address in both languages' frame."""

    i18n = True
    alternates = True
    x_default = True


class CategorySitemap(ForumSitemap):
    """The front page of the forum, and its categories."""

    def items(self) -> list[Category | None]:
        """List them, the front page as None; they are few."""
        return [None, *Category.objects.filter(audience_see=EVERYONE)]

    def location(self, item: Category | None) -> str:
        """Give the path in the language that is active."""
        return item.get_absolute_url() if item else reverse("forums:index")


class TopicSitemap(ForumSitemap):
    """Topics that everybody may read, but those that are in no list."""

    def items(self) -> QuerySet[Topic]:
        """List them by age, so that a part of the list stays as it is."""
        return Topic.objects.listed().filter(is_private=False, category__audience_see=EVERYONE).order_by("pk")

    def lastmod(self, item: Topic) -> datetime:
        """When somebody last wrote."""
        return item.last_post_at
