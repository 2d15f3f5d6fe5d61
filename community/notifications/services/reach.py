"""Whom an activity may reach: not who did it, who is not there, wants to hear nothing of it, or may not see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from community.forums.services.readers import readers_among
from community.forums.services.watchers import levels_among
from community.members.able import in_use
from community.members.blocking.models import Block
from community.members.following.levels import MUTED
from community.members.models import User
from community.members.permissions import EVERYONE, MEMBERS, Viewer, viewers_of

from ..models import Notification

if TYPE_CHECKING:
    from community.forums.models import Post

    from ..kinds import ActivityKind
    from ..models import Activity


class AnyMember(Viewer):
    """Whoever is signed in, and nothing more: what they may see, every member may."""

    def __init__(self) -> None:
        super().__init__(AnonymousUser())

    @cached_property
    def own_tokens(self) -> frozenset[str]:
        """What every member holds."""
        return frozenset({EVERYONE, MEMBERS})


def reached(kind: ActivityKind, activity: Activity, post: Post, keys: Collection[int]) -> set[int]:
    """Narrow members to those who may be told of an activity now."""
    return who_may_see(post, _listening(kind, activity, post, keys))


def who_may_see(post: Post, users: Iterable[User]) -> set[int]:
    """Narrow members to those who may see a post that was just read; what all members may costs nothing.

    Else one query tells who they are, and in a private conversation another who takes part.
    """
    if readers_among(post, [AnyMember()]):
        return {user.pk for user in users}
    return {viewer.user_id for viewer in readers_among(post, viewers_of(users)) if viewer.user_id}


def _listening(kind: ActivityKind, activity: Activity, post: Post, keys: Collection[int]) -> Iterable[User]:
    """Find the members who are there, have not blocked who did it, and to whom the topic is not muted.

    Muted is also what lies in something muted, unless they chose another level for the topic. The mentor who wrote a
    post for its author did it, too.
    """
    if kind.is_own:
        return User.objects.filter(in_use(), pk__in=keys)
    actors = [key for key in (activity.actor_id, post.acted_by_id) if key]
    levels = levels_among(post.topic, keys)
    others = {key for key in keys if key not in actors and levels.get(key) != MUTED}
    blocked = Block.objects.filter(user=OuterRef("pk"), blocked__in=actors)
    users = User.objects.filter(in_use(), ~Exists(blocked), pk__in=others)
    if kind.is_afterthought:
        about_it = {"activity__object_kind": activity.object_kind, "activity__object_id": activity.object_id}
        users = users.filter(~Exists(Notification.objects.filter(recipient=OuterRef("pk"), **about_it)))
    return users
