"""What each level lets a member do: the table that members read, filled with what holds where it is asked.

Each row has a `key`. The app that asks it adds to `RULES`, in `AppConfig.ready`, how it answers for a rank; so a limit
that administrators change is read here as it is, and a row that nobody answers for isn't shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .levels import LEVELS, NEW

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from ..models import User


@dataclass(frozen=True)
class Rank:
    """Of whom something is asked: of a level, of level 0 whether they joined in the last days, and of the staff."""

    level: int
    is_new: bool = False
    is_staff: bool = False


NEWEST = Rank(NEW, is_new=True)
RANKS = (NEWEST, *(Rank(level.number) for level in LEVELS))

# Says how many are possible; 0 where nothing is, None where there is no bound.
Rule = Callable[[Rank], int | None]
RULES: dict[str, Rule] = {}
# For how many days somebody is new; the app that asks it adds it.
NEW_DAYS: list[Callable[[], int]] = []


@dataclass(frozen=True)
class Right:
    """One thing that depends on the level, in words: without a bound, where nothing is possible, and of a number.

    Without words for a number it is only possible or not.
    """

    key: str
    free: _StrPromise
    refused: _StrPromise
    bound: _StrPromise | None = None  # with %(count)s

    def said(self, rank: Rank) -> str:
        """Say what holds for a rank."""
        count = RULES[self.key](rank)
        if count == 0:
            return str(self.refused)
        return str(self.bound % {"count": count}) if count and self.bound else str(self.free)


RIGHTS = (
    Right(
        "links",
        _("Links to other sites, as many as a text needs"),
        _("No links to other sites"),
        ngettext_lazy(
            "At most %(count)s link to other sites in one text",
            "At most %(count)s links to other sites in one text",
            "count",
        ),
    ),
    Right(
        "pictures",
        _("Pictures, as many as a text needs"),
        _("No pictures in texts"),
        ngettext_lazy("At most %(count)s picture in one text", "At most %(count)s pictures in one text", "count"),
    ),
    Right(
        "uploads",
        _("Pictures, as many a day as you like"),
        _("No pictures can be sent"),
        ngettext_lazy(
            "At most %(count)s picture sent in 24 hours", "At most %(count)s pictures sent in 24 hours", "count"
        ),
    ),
    Right(
        "mentions",
        _("@mentions, as many as a text needs"),
        _("No @mentions"),
        ngettext_lazy("At most %(count)s @mention in one text", "At most %(count)s @mentions in one text", "count"),
    ),
    Right(
        "pause",
        _("No pause between two posts in the forum"),
        _("No pause between two posts in the forum"),
        ngettext_lazy(
            "At least %(count)s second between two posts in the forum",
            "At least %(count)s seconds between two posts in the forum",
            "count",
        ),
    ),
    Right(
        "topic_replies",
        _("Replies in each topic, as many as you like"),
        _("No replies in topics that others began"),
        ngettext_lazy(
            "At most %(count)s reply in a topic that somebody else began",
            "At most %(count)s replies in a topic that somebody else began",
            "count",
        ),
    ),
    Right(
        "first_topics",
        _("Topics, as many a day as you like"),
        _("No topics on the first day"),
        ngettext_lazy("At most %(count)s topic on the first day", "At most %(count)s topics on the first day", "count"),
    ),
    Right(
        "first_replies",
        _("Replies, as many a day as you like"),
        _("No replies on the first day"),
        ngettext_lazy(
            "At most %(count)s reply on the first day", "At most %(count)s replies on the first day", "count"
        ),
    ),
    Right(
        "conversations",
        _("Private conversations, as many a day as you like"),
        _("No private conversations can be begun"),
        ngettext_lazy(
            "At most %(count)s private conversation begun in 24 hours",
            "At most %(count)s private conversations begun in 24 hours",
            "count",
        ),
    ),
    Right(
        "let_in",
        _("Members let into private conversations, as many as these hold"),
        _("No members can be let into private conversations"),
        ngettext_lazy(
            "At most %(count)s member let into private conversations in 24 hours",
            "At most %(count)s members let into private conversations in 24 hours",
            "count",
        ),
    ),
    Right(
        "comments",
        _("Comments are shown at once"),
        _("Comments are shown once they were checked for spam"),
    ),
    Right(
        "reports",
        _("Your reports of what doesn’t belong here weigh as much as those of moderators"),
        _("Your reports of what doesn’t belong here weigh nothing"),
        _("Your reports of what doesn’t belong here weigh %(count)s, later more or less by how many were right"),
    ),
    Right(
        "new_tags",
        _("Tags for topics, also new ones"),
        _("Tags for topics, chosen among those that are there"),
    ),
)


def rank_of(member: User, *, is_staff: bool = False) -> Rank:
    """Say as what a member is asked now; who looks after the site is known to who asks."""
    is_new = member.trust_level == NEW and member.date_joined > timezone.now() - timedelta(days=new_days())
    return Rank(member.trust_level, is_new=is_new, is_staff=is_staff)


def new_until(member: User) -> datetime:
    """Say until when a newcomer is new: the next whole minute, at which they are no longer."""
    moment = member.date_joined + timedelta(days=new_days())
    return (moment + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)


def new_days() -> int:
    """Say for how many days somebody is new, as it is set now."""
    return NEW_DAYS[-1]() if NEW_DAYS else 0


def rights_at(rank: Rank) -> list[str]:
    """Say all that holds for a rank."""
    return [right.said(rank) for right in _answered()]


def changes_at(rank: Rank, before: Rank) -> list[str]:
    """Say what holds for a rank and is otherwise than for the one before."""
    return [said for right in _answered() if (said := right.said(rank)) != right.said(before)]


def _answered() -> Iterator[Right]:
    return (right for right in RIGHTS if right.key in RULES)
