"""The categories that a viewer may see, in their two levels, each with what it counts together with those in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import cache
from django.utils.translation import get_language

from community.members.able import can_act
from community.members.models import User

from ..models import Category

if TYPE_CHECKING:
    from datetime import datetime

    from community.members.permissions import Viewer

SECONDS = 60  # for which it is remembered who keeps order where


@dataclass
class CategoryBranch:
    """A category as a list shows it: with those in it that the viewer sees, and all that is counted there."""

    category: Category
    parent: Category | None = None
    children: list[CategoryBranch] = field(default_factory=list)

    @property
    def categories(self) -> list[Category]:
        """The category and those in it."""
        return [self.category, *(child.category for child in self.children)]

    @property
    def topic_count(self) -> int:
        """How many topics there are in all of them."""
        return sum(category.topic_count for category in self.categories)

    @property
    def post_count(self) -> int:
        """How many posts there are in all of them."""
        return sum(category.post_count for category in self.categories)

    @property
    def last_post_at(self) -> datetime | None:
        """When somebody last wrote in any of them."""
        return max((category.last_post_at for category in self.categories if category.last_post_at), default=None)


class Keeper(NamedTuple):
    """Who keeps order, as readers are told: the address is empty for one who isn't listed."""

    name: str
    url: str


def keepers_of(branch: CategoryBranch) -> list[Keeper]:
    """Give who keeps order in a category, by its own list or that of the one around it, by name; asked once a minute.

    Who can do nothing, since the account is closed or suspended, looks after nothing.
    """
    key = f"forums.keepers:{branch.category.pk}:{get_language()}"
    return cache.get_or_set(key, lambda: _keepers_of(branch), SECONDS) or []


def _keepers_of(branch: CategoryBranch) -> list[Keeper]:
    keeps = Category.moderators.through.objects.filter(category__in=branch.category.lineage).values("user")
    found = User.objects.filter(can_act(), pk__in=keeps).select_related("profile__handle").order_by("name", "pk")
    return [Keeper(user.name, user.profile.get_absolute_url() if user.profile.is_listed else "") for user in found]


class CategoryTree:
    """All categories of a viewer, read in one query, since they are few."""

    def __init__(self, viewer: Viewer) -> None:
        found = Category.objects.visible_to(viewer).select_related("picture")
        self._branches = {category.pk: CategoryBranch(category) for category in found}
        self.top: list[CategoryBranch] = []
        for branch in self._branches.values():
            above = self._branches.get(branch.category.parent_id or 0)
            if above:
                branch.parent = above.category
                above.children.append(branch)
            else:
                self.top.append(branch)

    @property
    def categories(self) -> list[Category]:
        """All that the viewer sees."""
        return [branch.category for branch in self._branches.values()]

    def called(self, slug: str) -> CategoryBranch | None:
        """Find one by its address."""
        return next((branch for branch in self._branches.values() if branch.category.slug == slug), None)
