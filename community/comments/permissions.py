"""Who may write, delete and moderate comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from .models import Comment


@predicate
def is_author(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether the viewer wrote the comment as a member."""
    return viewer.user_id is not None and viewer.user_id == comment.user_id


@predicate
def is_not_deleted(viewer: Viewer, comment: Comment) -> bool:
    """Tell whether the comment was not taken back yet."""
    return comment.deleted_at is None


@predicate
def may_moderate(viewer: Viewer) -> bool:
    """Tell whether the viewer may hide and restore comments."""
    return viewer.is_moderator


may_delete = is_author & is_not_deleted
