"""The page on which members read what they may do now, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access

from ..models import User
from ..permissions import is_silenced, is_suspended, member_of
from ..signals import member_shown
from .facts import facts_of
from .levels import CONTAINER, LEADER, LEVELS, NEW, REGULAR, WINDOW, Level
from .rights import NEWEST, RANKS, changes_at, new_days, new_until, rank_of, rights_at

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..permissions import ViewedRequest
    from .facts import Activity
    from .rights import Rank


@dataclass(frozen=True)
class Row:
    """A level in the table of all: how much it takes now, and what one may do there that one might not do before."""

    level: Level
    wanted: list[tuple[str, int]]
    rights: list[str]
    rights_when_new: list[str]


@access(GET=MEMBERS)
@never_cache
def trust(request: ViewedRequest) -> HttpResponse:
    """Show the member's level with its rights and limits, the numbers towards the next, and all levels."""
    member = member_of(request)
    member_shown.send(sender=User, request=request, container=CONTAINER)
    level = LEVELS[min(member.trust_level, LEADER)]
    is_free = request.viewer.is_moderator or request.viewer.is_staff
    rank = rank_of(member, is_staff=is_free)
    facts, activity = facts_of(member)
    # Where the next is given by hand alone, what it takes to stay.
    goal = level if level.number == REGULAR else LEVELS[min(level.number + 1, LEADER)]
    return render(
        request,
        "members/trust.html",
        {
            "member": member,
            "level": level,
            "rights": rights_at(rank),
            "new_until": new_until(member) if rank.is_new else None,
            "is_free": is_free,
            "is_restricted": is_silenced(member) or is_suspended(member),
            "goal": goal if goal.requirements and not member.trust_locked else None,
            "standing": goal.standing(facts, activity),
            "new_days": new_days(),
            "days": WINDOW.days,
            "rows": [_row(each, activity, rank) for each in LEVELS],
        },
    )


def _row(level: Level, activity: Activity, own: Rank) -> Row:
    wanted = [(str(each.name), each.wanted(activity)) for each in level.requirements]
    rank, before = RANKS[level.number + 1], RANKS[level.number]
    if level.number != NEW:
        return Row(level, wanted, changes_at(rank, before), [])
    if own.level == NEW:  # what holds now stands above
        return Row(level, wanted, changes_at(rank, NEWEST) if own.is_new else [], [])
    if not new_days():
        return Row(level, wanted, rights_at(rank), [])
    return Row(level, wanted, changes_at(rank, NEWEST), rights_at(NEWEST))
