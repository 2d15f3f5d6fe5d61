"""Who may grant roles, and who may vouch for a new mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate

from ..permissions import is_active, is_mentor, is_suspended, may_write
from .models import Role

if TYPE_CHECKING:
    from ..models import User


@predicate
def is_administrator(user: User) -> bool:
    """Tell whether the member looks after the whole site."""
    return user.is_superuser


@predicate
def is_oneself(user: User, member: User) -> bool:
    """Tell whether somebody speaks for themselves."""
    return user.pk == member.pk


@predicate
def can_become_mentor(user: User, member: User) -> bool:
    """Tell whether the other has an account in use and isn't a mentor yet."""
    is_in_use = member.is_active and not is_suspended(member)
    return is_in_use and not Role.objects.filter(user=member.pk, kind=Role.Kind.MENTOR).exists()


may_grant = is_active & ~is_suspended & is_administrator
may_vouch = may_write & ~is_oneself & is_mentor & can_become_mentor
