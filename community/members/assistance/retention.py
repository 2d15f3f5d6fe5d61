"""Accounts of people without an address: they never sign in, so what is done for them counts as their visit.

When that stops, their mentor is warned twice, as members are, and then the account is deleted. Where nobody
accompanies them any more nobody can be warned, so the account waits for an administrator.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..rights import mails
from ..rights.models import Erasure, InactivityWarning
from .models import Assistance, ClaimCode
from .services import note

if TYPE_CHECKING:
    from django.db.models import QuerySet

A_RUN = 200  # people that one run treats in one way


def keep_assistance(*, now: datetime | None = None) -> dict[str, int]:
    """Apply the rules once, each to at most `A_RUN` people; return how many each met."""
    now = now or timezone.now()
    _forget_warnings_of_the_active()
    _forget_addresses_of_codes(now)
    return {
        "erased": _erase(now),
        "last": _warn(now, settings.INACTIVE_LAST_DAYS, after=settings.INACTIVE_FIRST_DAYS),
        "first": _warn(now, settings.INACTIVE_FIRST_DAYS),
    }


def _idle_since(before: datetime) -> QuerySet[Assistance]:
    """Find those for whom nothing was done since a moment; whoever looks after the site is left out."""
    idle = Assistance.objects.running().filter(active_at__lt=before, person__erasure=None, person__is_staff=False)
    return idle.select_related("person", "mentor").order_by("active_at", "pk")


def _warnings() -> QuerySet[InactivityWarning]:
    return InactivityWarning.objects.filter(user=OuterRef("person"))


def _erase(now: datetime) -> int:
    if not settings.INACTIVE_DAYS:
        return 0
    grace = timedelta(days=max(1, settings.INACTIVE_DAYS - settings.INACTIVE_LAST_DAYS))
    first = _warnings().filter(days=settings.INACTIVE_FIRST_DAYS)
    last = _warnings().filter(days=settings.INACTIVE_LAST_DAYS, sent_at__lte=now - grace)
    idle = _idle_since(now - timedelta(days=settings.INACTIVE_DAYS)).filter(Exists(first), Exists(last))
    count = 0
    for assistance in idle[:A_RUN]:
        with transaction.atomic():
            _erasure, is_new = Erasure.objects.get_or_create(
                user=assistance.person, defaults={"reason": Erasure.Reason.INACTIVE, "keeps": True, "due_at": now}
            )
            if is_new:
                note(assistance.person, "erase_inactive", by=None, reason="inactive")
                count += 1
    return count


def _warn(now: datetime, days: int, *, after: int = 0) -> int:
    if not (days and settings.INACTIVE_DAYS):
        return 0
    idle = _idle_since(now - timedelta(days=days)).filter(~Exists(_warnings().filter(days=days)))
    if after:
        idle = idle.filter(Exists(_warnings().filter(days=after)))
    return sum(_warn_one(assistance, days, now) for assistance in idle[:A_RUN])


def _warn_one(assistance: Assistance, days: int, now: datetime) -> bool:
    """Write the warning and its mail together; the unique row decides between two workers."""
    last, left = assistance.active_at, timedelta(days=settings.INACTIVE_DAYS - days)
    due = max(last + timedelta(days=settings.INACTIVE_DAYS), now + left)
    try:
        with transaction.atomic():
            InactivityWarning.objects.create(user=assistance.person, days=days, sent_at=now)
            told = {"person": assistance.person, "due": due, "last": last}
            mails.send(assistance.mentor, "assisted_inactive", page="members:assisted", **told)
            note(assistance.person, "warn_inactive", by=None, reason="inactive", after={"days": days})
    except IntegrityError:
        return False
    return True


def _forget_addresses_of_codes(now: datetime) -> None:
    """Forget where a link was mailed by which nobody took the account over while the code was good."""
    ClaimCode.objects.exclude(email="").filter(expires_at__lte=now).update(email="")


def _forget_warnings_of_the_active() -> None:
    """Let the count begin anew where something was done after the warning."""
    acted = Assistance.objects.running().filter(person=OuterRef("user"), active_at__gt=OuterRef("sent_at"))
    InactivityWarning.objects.filter(Exists(acted)).delete()
