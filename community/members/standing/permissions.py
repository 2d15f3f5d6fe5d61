"""Who may suspend, silence, switch off and sign out whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate

from ..permissions import Viewer, may_write
from ..roles.models import Role

if TYPE_CHECKING:
    from ..models import User

OF_STAFF = (Role.Kind.MODERATOR, Role.Kind.EDITOR, Role.Kind.ADMINISTRATOR)


@predicate
def may_act(by: User, member: User) -> bool:
    """Tell whether the account of whoever acts is in use, and neither suspended nor silenced itself."""
    return bool(may_write(by))


@predicate
def is_another(by: User, member: User) -> bool:
    """Tell whether it is not one's own account: nobody shuts themselves out."""
    return by.pk != member.pk


@predicate
def manages_accounts(by: User, member: User) -> bool:
    """Tell whether the user may change accounts in the editing room."""
    return by.has_perm("members.change_user")


@predicate
def moderates(by: User, member: User) -> bool:
    """Tell whether the user looks after what members write, everywhere."""
    return Viewer(by).is_moderator


@predicate
def is_not_above(by: User, member: User) -> bool:
    """Tell whether the member is no administrator, or the user is one too."""
    return by.is_superuser or not member.is_superuser


@predicate
def is_ordinary(by: User, member: User) -> bool:
    """Tell whether the member has no part in looking after the site."""
    if member.is_staff or member.is_superuser or member.has_perm("wagtailadmin.access_admin"):
        return False
    return not Role.objects.filter(user=member, kind__in=OF_STAFF).exists()


may_manage = may_act & is_another & manages_accounts & is_not_above
may_restrict = may_manage | (may_act & is_another & moderates & is_ordinary)
