"""The five levels, and what it takes to reach each: Discourse's, by its default numbers.

Where they come from: Discourse's `tl1_requires_*`, `tl2_requires_*`, `tl3_requires_*` and `TrustLevel3Requirements`.
What is ours is in `docs/decisions/0036-trust-levels.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from .facts import Activity, Facts

NEW, BASIC, KNOWN, REGULAR, LEADER = range(5)
CONTAINER = "level"  # what word of one's level belongs to, as notifications name it
WINDOW = timedelta(days=100)  # in which everything for level 3 lies
GRACE = timedelta(days=14)  # for which level 3 is kept at least
CALM = timedelta(days=182)  # before level 3, without being silenced or suspended
LOW_WATER = 0.9  # of a number for level 3 that is kept, once it was reached

SHARE = 0.25  # of what was going on
MOST_TOPICS, MOST_POSTS = 500, 20_000  # that are asked as a share, however much was going on

# Whom something is not asked of, as `Facts` calls them, and what they are told instead.
VOUCHED, ELSEWHERE, ASSISTED = "is_vouched", "reads_elsewhere", "is_assisted"
WAIVED: dict[str, _StrPromise] = {
    VOUCHED: _("not asked of you: somebody stands for you"),
    ELSEWHERE: _("not asked of you: you read by mail or where time isn’t counted"),
    ASSISTED: _("not asked of you: somebody does it for you"),
}


@dataclass(frozen=True)
class Requirement:
    """A number that a member must reach, or with `is_most` must not pass; `fact` names it in `Facts`."""

    fact: str
    name: _StrPromise
    least: int | Callable[[Activity], int]
    not_asked_of: tuple[str, ...] = ()
    is_most: bool = False
    has_slack: bool = False  # nine tenths of it are enough to stay

    def wanted(self, activity: Activity) -> int:
        """Say how many it is, with so much going on."""
        return self.least if isinstance(self.least, int) else self.least(activity)


@dataclass(frozen=True)
class Standing:
    """How far a member is with one requirement."""

    requirement: Requirement
    has: int
    wanted: int
    waived: str = ""  # for what it isn't asked

    @property
    def is_met(self) -> bool:
        """Whether it is enough to rise."""
        if self.waived:
            return True
        return self.has <= self.wanted if self.requirement.is_most else self.has >= self.wanted

    @property
    def is_kept(self) -> bool:
        """Whether it is enough to stay."""
        if self.is_met or not self.requirement.has_slack:
            return self.is_met
        return self.has >= self.wanted * LOW_WATER

    @property
    def shown(self) -> int:
        """How much of it a bar shows."""
        return min(self.has, self.wanted)

    @property
    def why_not_asked(self) -> _StrPromise:
        """Say for what it isn't asked."""
        return WAIVED[self.waived]


@dataclass(frozen=True)
class Level:
    """A level: its number, its name, how one comes to it in words, and what it takes."""

    number: int
    name: _StrPromise
    how: _StrPromise
    requirements: tuple[Requirement, ...] = ()
    at_once_for: str = ""  # who has it without any number

    def standing(self, facts: Facts, activity: Activity) -> list[Standing]:
        """Say how far a member is with each number."""
        return [_standing(requirement, facts, activity) for requirement in self.requirements]

    def is_reached(self, facts: Facts, activity: Activity) -> bool:
        """Tell whether a member has what it takes."""
        if self.at_once_for and getattr(facts, self.at_once_for):
            return True
        return bool(self.requirements) and all(each.is_met for each in self.standing(facts, activity))

    def is_kept(self, facts: Facts, activity: Activity) -> bool:
        """Tell whether a member who has it still has what it takes."""
        return all(each.is_kept for each in self.standing(facts, activity))


def share_of(count: int, most: int) -> int:
    """Say how many of what was going on somebody is asked to have seen."""
    return min(round(count * SHARE), most)


READING = (VOUCHED, ASSISTED)
LEVELS = (
    Level(NEW, _("New member"), _("Everybody begins here.")),
    Level(
        BASIC,
        _("Member"),
        _("Who looks around a little. At once, if a mentor or a verified organisation stands for you."),
        (
            Requirement("topics", _("Topics opened"), 5, READING),
            Requirement("posts", _("Posts read"), 30, READING),
            Requirement("minutes", _("Minutes spent reading"), 10, (*READING, ELSEWHERE)),
        ),
        at_once_for=VOUCHED,
    ),
    Level(
        KNOWN,
        _("Known member"),
        _("Who comes back and takes part."),
        (
            Requirement("days", _("Days on which you were here"), 15, (ASSISTED,)),
            Requirement("topics", _("Topics opened"), 20, READING),
            Requirement("posts", _("Posts read"), 100, READING),
            Requirement("minutes", _("Minutes spent reading"), 60, (*READING, ELSEWHERE)),
            Requirement("likes_received", _("Reactions received"), 1),
            Requirement("likes_given", _("Reactions given"), 1, (ASSISTED,)),
            Requirement("replies", _("Topics of others and pages in which you wrote"), 3),
        ),
    ),
    Level(
        REGULAR,
        _("Regular"),
        _("Who has been a support of the community for the last 100 days. It goes again when that is over."),
        (
            Requirement("recent_days", _("Days on which you were here"), 50, (ASSISTED,), has_slack=True),
            Requirement("recent_replies", _("Topics of others and pages in which you wrote"), 10, has_slack=True),
            Requirement(
                "recent_topics",
                _("Topics opened, a quarter of the new ones"),
                lambda activity: share_of(activity.topics, MOST_TOPICS),
                (ASSISTED,),
                has_slack=True,
            ),
            Requirement(
                "recent_posts",
                _("Posts read, a quarter of the new ones"),
                lambda activity: share_of(activity.posts, MOST_POSTS),
                (ASSISTED,),
                has_slack=True,
            ),
            Requirement("topics", _("Topics opened since you joined"), 200, (ASSISTED,)),
            Requirement("posts", _("Posts read since you joined"), 500, (ASSISTED,)),
            Requirement("recent_likes_received", _("Reactions received"), 20, has_slack=True),
            Requirement("recent_likes_days", _("Days on which you received them"), 7, has_slack=True),
            Requirement("recent_likes_members", _("Members who gave them"), 5, has_slack=True),
            Requirement("recent_likes_given", _("Reactions given"), 30, (ASSISTED,), has_slack=True),
            Requirement("flagged", _("Texts reported with reason, at most"), 5, is_most=True),
            Requirement("flaggers", _("Members who reported them, at most"), 5, is_most=True),
            Requirement("restricted", _("Silenced or suspended in the last six months"), 0, is_most=True),
        ),
    ),
    Level(LEADER, _("Leader"), _("Administrators give it to whom the community can lean on.")),
)


def level_after(level: int, facts: Facts, activity: Activity, *, is_in_grace: bool = False) -> int:
    """Say which level a member has by the numbers who has this one: up as far as they reach, from 3 down to 2.

    What is given by hand alone stays; who may not write now rises nowhere.
    """
    if level == REGULAR:
        return REGULAR if is_in_grace or LEVELS[REGULAR].is_kept(facts, activity) else KNOWN
    while level < REGULAR and not facts.is_restricted and LEVELS[level + 1].is_reached(facts, activity):
        level += 1
    return level


def _standing(requirement: Requirement, facts: Facts, activity: Activity) -> Standing:
    waived = next((name for name in requirement.not_asked_of if getattr(facts, name)), "")
    return Standing(requirement, getattr(facts, requirement.fact), requirement.wanted(activity), waived)
