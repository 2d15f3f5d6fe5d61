"""Who may write, delete and moderate comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate
from wagtail.permission_policies import ModelPermissionPolicy

from community.members.permissions import Viewer

if TYPE_CHECKING:
    from community.members.models import User

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


class ModeratorPolicy(ModelPermissionPolicy):
    """Moderators look and change; nobody adds or deletes here."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let moderators view and change."""
        return action in {"view", "change"} and Viewer(user).is_moderator

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Let moderators in where one of the acts is theirs."""
        return any(self.user_has_permission(user, action) for action in actions)
