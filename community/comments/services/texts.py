"""What comments tell writing of themselves: who sees one with its history, and who may react to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.comments.kinds import keeps_order_at, place_of
from community.comments.models import COMMENT, Comment
from community.comments.rules import comments_seen_by
from community.members.permissions import may_write
from community.writing.kinds import TextKind, everyone

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User
    from community.members.permissions import Viewer


def seen(viewer: Viewer) -> QuerySet[Comment]:
    """Select the comments that a viewer may see in their places, with their discussions."""
    return comments_seen_by(viewer).select_related("discussion")


def reactable_comments(viewer: Viewer) -> QuerySet[Comment]:
    """Select those that stand and that a viewer may see, with who wrote them."""
    return comments_seen_by(viewer).filter(is_live=True).select_related("user", "discussion")


def may_react(user: User, comment: Comment) -> bool:
    """Tell whether a member may react to a comment that they see: where one only reads, too."""
    return bool(may_write(user)) and comment.is_live


def _way_to(comment: Comment) -> list[tuple[str, str]]:
    """Lead back to what is discussed, where everybody may see that."""
    place = place_of(comment.discussion.key, everyone())
    return [(place.title, place.url)] if place else []


TEXTS = TextKind(
    COMMENT,
    visible_to=seen,
    authored_by=lambda user: Comment.objects.filter(user=user),
    looks_after=lambda viewer, comment: keeps_order_at(viewer, comment.discussion.key),
    way=_way_to,
)
