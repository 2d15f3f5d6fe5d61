"""Who sees the list of accounts, and how much of it: moderators no addresses, only administrators take it along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate
from wagtail.permission_policies import ModelPermissionPolicy

from ..permissions import Viewer, may_take_part
from ..roles.permissions import is_administrator

if TYPE_CHECKING:
    from ..models import User


@predicate
def may_see_addresses(by: User) -> bool:
    """Tell whether the user may read the e-mail addresses of others."""
    return by.has_perm("members.change_user")


may_export = may_take_part & is_administrator


class AccountPolicy(ModelPermissionPolicy):
    """As the permissions say; moderators look, too; nobody does while they are suspended."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let moderators look at the list."""
        if not may_take_part(user):
            return False
        if super().user_has_permission(user, action):
            return True
        return action == "view" and Viewer(user).is_moderator
