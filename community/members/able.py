"""Which accounts can still do something: whoever must stay (an owner, an administrator) is counted among these."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone


def can_act(account: str = "") -> Q:
    """Select accounts in use, not suspended, and not about to be deleted; `account` is the way to them (`user__`)."""
    in_use = Q(**{f"{account}is_active": True, f"{account}erasure": None})
    return in_use & ~Q(**{f"{account}suspended_until__gt": timezone.now()})
