"""What the public page says of moderation, month by month; reports of who is named there are none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from ..models import SANCTIONS, STANDING, Decision, Flag, Review

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = 12
KEY, SECONDS = "moderation.numbers:2", 3600


@dataclass(frozen=True)
class Month:
    """One month: how many reports came, how long decisions took, how cases and appeals ended.

    Warnings, silences and suspensions stand among the decisions, those by the site itself too, and aren't counted as
    cases: they come with one, or nobody had to wait for them.
    """

    first: date
    reports: int
    decided: int
    median: timedelta | None
    slowest: timedelta | None  # the 90th percentile
    decisions: dict[str, int]
    appeals: int
    granted: int
    refused: int


@dataclass(frozen=True)
class Numbers:
    """The last twelve months, the present one first, and when they were counted."""

    months: list[Month]
    counted_at: datetime


def numbers() -> Numbers:
    """Give them as they were counted last; that is done once an hour."""
    known: Numbers | None = cache.get(KEY)
    if known is None:
        now = timezone.localtime()
        known = Numbers(_count(now), now)
        cache.set(KEY, known, SECONDS)
    return known


def months() -> list[Month]:
    """Give the months alone."""
    return numbers().months


def forget_numbers() -> None:
    """Have them counted anew."""
    cache.delete(KEY)


def percentile(values: Sequence[timedelta], share: float) -> timedelta | None:
    """Give the value below which a share of sorted values lies, of two neighbours the nearer one (nearest rank)."""
    if not values:
        return None
    rank = max(1, -(-len(values) * share // 1))
    return values[int(rank) - 1]


def _count(now: datetime) -> list[Month]:
    firsts = _firsts(now.date())
    zone = timezone.get_current_timezone()
    since = datetime(firsts[-1].year, firsts[-1].month, 1, tzinfo=zone)
    month = TruncMonth("created_at", tzinfo=zone)
    flags = Flag.objects.standing().filter(created_at__gte=since).annotate(month=month).order_by()
    reports = {row["month"].date(): row["count"] for row in flags.values("month").annotate(count=Count("pk"))}
    appeals = Review.objects.filter(created_at__gte=since).exclude(appeal_of=None).annotate(month=month).order_by()
    asked = {row["month"].date(): row["count"] for row in appeals.values("month").annotate(count=Count("pk"))}
    taken: dict[date, list[timedelta]] = {first: [] for first in firsts}
    ended: dict[date, Counter[str]] = {first: Counter() for first in firsts}
    by_somebody = ~Q(decided_by=None) | Q(kind=STANDING, appeal_of=None)
    decided = Review.objects.filter(by_somebody, decided_at__gte=since).order_by()
    for began, at, decision in decided.values_list("created_at", "decided_at", "decision").iterator():
        first = timezone.localtime(at).date().replace(day=1)
        if at and first in taken:
            ended[first][decision] += 1
            if at > began:  # what was put out of view before anybody reported it took no time
                taken[first].append(at - began)
    return [
        _month(first, reports.get(first, 0), asked.get(first, 0), sorted(taken[first]), ended[first])
        for first in firsts
    ]


def _month(first: date, reports: int, appeals: int, taken: list[timedelta], ended: Counter[str]) -> Month:
    of_appeals = {Decision.GRANTED, Decision.REFUSED}
    return Month(
        first=first,
        reports=reports,
        decided=sum(count for name, count in ended.items() if name not in SANCTIONS),
        median=percentile(taken, 0.5),
        slowest=percentile(taken, 0.9),
        decisions={name: ended[name] for name in Decision.values if ended[name] and name not in of_appeals},
        appeals=appeals,
        granted=ended[Decision.GRANTED],
        refused=ended[Decision.REFUSED],
    )


def _firsts(today: date) -> list[date]:
    firsts = [today.replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return firsts
