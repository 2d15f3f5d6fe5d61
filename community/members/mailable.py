"""Whether a mail reaches a member: asked by whoever sends one that they did not just ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from rules.predicates import predicate

if TYPE_CHECKING:
    from .models import User


@predicate
def has_confirmed_address(user: User) -> bool:
    """Tell whether mail to the member reaches them, and nobody else."""
    return bool(user.email) and EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
