"""Who keeps the list of what is held, and who lets a comment go on in the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate
from wagtail.permission_policies import ModelPermissionPolicy

from community.comments.kinds import keeps_order_at
from community.members.permissions import Viewer, is_active, is_suspended, may_write

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.comments.models import Comment
    from community.members.models import User


@predicate
def moderates_all(user: User | AnonymousUser) -> bool:
    """Tell whether the user looks after what is written everywhere."""
    return Viewer(user).is_moderator


@predicate
def keeps_order_there(user: User | AnonymousUser, comment: Comment) -> bool:
    """Tell whether the user looks after the comments among which this one stands."""
    return keeps_order_at(Viewer(user), comment.discussion.key)


@predicate
def stands(user: User | AnonymousUser, comment: Comment) -> bool:
    """Tell whether everybody sees the comment who sees the page."""
    return comment.is_live


may_block_terms = is_active & ~is_suspended & moderates_all
may_continue = may_write & keeps_order_there & stands


class TermPolicy(ModelPermissionPolicy):
    """Moderators of all keep the list."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Ask whether they may."""
        return bool(may_block_terms(user))

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Ask the same."""
        return bool(may_block_terms(user))

    def user_has_permission_for_instance(self, user: User, action: str, instance: object) -> bool:
        """Ask the same of each."""
        return bool(may_block_terms(user))
