"""Whom an activity may reach: not who did it, who is not there, or may not see what it is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from community.members.able import in_use
from community.members.blocking.models import Block
from community.members.models import User
from community.members.permissions import EVERYONE, MEMBERS, Viewer, viewers_of

from ..models import Notification

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..kinds import ActivityKind
    from ..models import Activity

Readers = Callable[[Sequence[Viewer]], list[Viewer]]
"""Those of some viewers who may see a thing."""


class AnyMember(Viewer):
    """Whoever is signed in, and nothing more: what they may see, every member may."""

    def __init__(self) -> None:
        super().__init__(AnonymousUser())

    @cached_property
    def own_tokens(self) -> frozenset[str]:
        """What every member holds."""
        return frozenset({EVERYONE, MEMBERS})


def who_may_see(readers_among: Readers, users: Iterable[User]) -> set[int]:
    """Narrow members to those who may see a thing that was just read; what all members may costs nothing.

    Else one query tells who they are, and the thing's own what else it takes.
    """
    if readers_among([AnyMember()]):
        return {user.pk for user in users}
    return {viewer.user_id for viewer in readers_among(viewers_of(users)) if viewer.user_id}


def listening(
    kind: ActivityKind, activity: Activity, keys: Collection[int], *, also_by: int | None = None
) -> QuerySet[User]:
    """Find the members who are there, and have not blocked who did it.

    The mentor who wrote a text for its author did it, too (`also_by`).
    """
    if kind.is_own:
        return User.objects.filter(in_use(), pk__in=keys)
    actors = [key for key in (activity.actor_id, also_by) if key]
    blocked = Block.objects.filter(user=OuterRef("pk"), blocked__in=actors)
    users = User.objects.filter(in_use(), ~Exists(blocked), pk__in=set(keys) - set(actors))
    if kind.is_afterthought:
        about_it = {"activity__object_kind": activity.object_kind, "activity__object_id": activity.object_id}
        users = users.filter(~Exists(Notification.objects.filter(recipient=OuterRef("pk"), **about_it)))
    return users
