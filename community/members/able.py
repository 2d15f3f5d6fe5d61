"""Which accounts can do something: said once, for roles that hold now and for whoever must stay."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone


def in_use(account: str = "") -> Q:
    """Select accounts that are switched on and not suspended; `account` is the way to them (`user__`)."""
    return Q(**{f"{account}is_active": True}) & ~Q(**{f"{account}suspended_until__gt": timezone.now()})


def can_act(account: str = "") -> Q:
    """Select those that are not about to be deleted, either: an owner or an administrator who stays is one of these."""
    return in_use(account) & Q(**{f"{account}erasure": None})
