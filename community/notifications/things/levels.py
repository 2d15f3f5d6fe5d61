"""The trust level that a member has come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from community.members.models import User
from community.members.trust.levels import CONTAINER

from . import LEVEL, Container, Shown, ThingKind, language

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from community.members.permissions import Viewer

    from ..kinds import ActivityKind
    from ..models import Activity


class Levels(ThingKind):
    """Members with their levels, each told to themselves alone; the activity's number is the level."""

    name = LEVEL

    def standing(self, viewer: Viewer, *, exactly: bool = True) -> QuerySet[User]:
        """Select the viewer."""
        return User.objects.filter(pk=viewer.user_id or 0)

    def find(self, key: int) -> User | None:
        """Find a member."""
        return User.objects.filter(pk=key, erased_at=None).first()

    def place(self, thing: User) -> tuple[str, int]:
        """Name the page of levels, and the level."""
        return CONTAINER, thing.trust_level

    def reached(self, kind: ActivityKind, activity: Activity, thing: User, keys: Collection[int]) -> set[int]:
        """Tell the member."""
        return {thing.pk} & set(keys)

    def shown_to(self, viewer: Viewer, keys: Collection[int]) -> dict[int, Shown]:
        """Show it as what leads to one's rights and limits."""
        url = reverse("members:trust")
        within = Container(CONTAINER, _("Your trust level"), url, language())
        words = _("See what you can do now, and what comes next.")
        return {user.pk: Shown(user, 0, url, words, within) for user in self.standing(viewer).filter(pk__in=keys)}
