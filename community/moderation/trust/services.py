"""Moving members to the level that their numbers say: all of them at night, those of levels 0 and 1 as it happens."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone
from outbox.services import enqueue, enqueue_all

from community.members.models import User
from community.members.trust.days import fold_old_days
from community.members.trust.facts import Activity
from community.members.trust.levels import BASIC, GRACE, KNOWN, LEADER, level_after
from community.members.trust.services import set_trust_levels

from ..reasons import LEVEL_LOST, LEVEL_REACHED, VOUCHED
from . import counting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.trust.facts import Facts

TASK = "community.moderation.tasks.promote"
STEP = 2000  # members whose numbers are counted together
READ_EVERY = 60  # seconds: who reads tells of it four times a minute


def recompute_all() -> int:
    """Give all members the level that their numbers say, some at a time; return how many moved."""
    fold_old_days()
    activity, moved, beyond = counting.activity(), 0, 0
    while members := list(_countable().filter(pk__gt=beyond).order_by("pk")[:STEP]):
        moved += _recompute(members, activity)
        beyond = members[-1].pk
    return moved


def promote(keys: Collection[int]) -> int:
    """Let members of levels 0 and 1 rise now, if they have what it takes; return how many did."""
    members = list(_countable().filter(pk__in=keys, trust_level__lt=KNOWN))
    return _recompute(members, Activity()) if members else 0


def look_at_reader(member: User) -> None:
    """Have somebody looked at who has read on, at levels 0 and 1, at most once a minute."""
    may_rise = member.trust_level < KNOWN and not member.trust_locked
    if may_rise and cache.add(f"moderation.trust:{member.pk}", True, READ_EVERY):
        enqueue(TASK, [member.pk])


def look_at(*members: User | None) -> None:
    """Have those looked at, after this transaction, who took part or were heard: at level 1, since only 2 asks for it.

    One row for all of them, and none for anybody else.
    """
    keys = {member.pk for member in members if member and member.trust_level == BASIC and not member.trust_locked}
    if keys:
        enqueue(TASK, sorted(keys))


def look_at_all(keys: Sequence[int]) -> None:
    """Have members looked at, by their keys, so many at a time."""
    enqueue_all(TASK, ([keys[begin : begin + STEP]] for begin in range(0, len(keys), STEP)))


def _countable() -> QuerySet[User]:
    """Select members whose numbers decide: not those whose level is locked, or whose account is given up."""
    members = User.objects.filter(is_active=True, erased_at=None, trust_locked=False, trust_level__lt=LEADER)
    restricted = ("silenced_until", "suspended_until", "erased_at")
    return members.only("email", "trust_level", "trust_since", "earlier_days", *restricted)


def _recompute(members: Iterable[User], activity: Activity) -> int:
    members = list(members)
    facts, begun = counting.facts_of(members), timezone.now() - GRACE
    by_reason: dict[str, dict[int, tuple[int, int]]] = {}
    for member in members:
        is_in_grace = bool(member.trust_since and member.trust_since > begun)
        level = level_after(member.trust_level, facts[member.pk], activity, is_in_grace=is_in_grace)
        if level != member.trust_level:
            reason = _reason(member, level, facts[member.pk])
            by_reason.setdefault(reason, {})[member.pk] = (member.trust_level, level)
    return sum(set_trust_levels(levels, reason=reason) for reason, levels in by_reason.items())


def _reason(member: User, level: int, facts: Facts) -> str:
    """Say why, as it is kept."""
    if level < member.trust_level:
        return LEVEL_LOST.kept()
    return VOUCHED.kept() if level < KNOWN and facts.is_vouched else LEVEL_REACHED.kept()
