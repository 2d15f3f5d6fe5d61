"""Noting on which days members are here: by one statement a day, where something of theirs is written anyway."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from ..models import User
from .levels import WINDOW
from .models import VisitedDay

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT = 2 * 86_400  # seconds for which a process need not note a day again
SPARE = timedelta(days=2)  # that rows are kept longer than they are asked for: days begin apart from zone to zone
STEP = 1000  # members whose days are folded together by one transaction


def note_day(user_id: int, day: date | None = None) -> None:
    """Note that a member is here today, by the day of whoever asks, or was on another day that still counts."""
    day = day or timezone.localdate()
    key = f"members.day:{user_id}:{day.toordinal()}"
    if day < _oldest() or cache.get(key):
        return
    VisitedDay.objects.bulk_create([VisitedDay(user_id=user_id, day=day)], ignore_conflicts=True)
    transaction.on_commit(partial(cache.set, key, True, KEPT))


def fold_old_days() -> int:
    """Turn days that no window reaches any more into a number of each member; return how many days it were."""
    folded = 0
    while keys := list(_old().order_by("user").values_list("user", flat=True).distinct()[:STEP]):
        folded += _fold(keys)
    return folded


@transaction.atomic
def _fold(keys: list[int]) -> int:
    """Fold the days of some members; their rows are locked, so that what two do at once is done once."""
    locked = list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
    by_count: dict[int, list[int]] = {}
    for user, count in _old().filter(user__in=locked).order_by().values_list("user").annotate(Count("pk")):
        by_count.setdefault(count, []).append(user)
    for count, users in by_count.items():
        User.objects.filter(pk__in=users).update(earlier_days=F("earlier_days") + count)
    return _old().filter(user__in=locked).delete()[0]


def _old() -> QuerySet[VisitedDay]:
    return VisitedDay.objects.filter(day__lt=_oldest())


def _oldest() -> date:
    return timezone.now().date() - WINDOW - SPARE
