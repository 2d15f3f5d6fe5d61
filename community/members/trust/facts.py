"""What is known of a member when their level is decided; an app above counts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import User

DAYS_ELSEWHERE = 2  # in the place of minutes, of who reads by mail or where no script tells of time
MINUTE = 60


@dataclass(frozen=True)
class Facts:
    """What a member did since they joined, and, with `recent_`, in the last `levels.WINDOW`; topics are public ones.

    Discussions under pages count as topics where one answered in them. `is_vouched`: a mentor, an organisation or the
    staff stands for them. `is_assisted`: they have no address, so a mentor does for them what is done here.
    """

    days: int = 0
    topics: int = 0  # opened
    posts: int = 0  # read
    seconds: int = 0  # spent reading, as far as browsers told
    likes_given: int = 0
    likes_received: int = 0
    replies: int = 0  # topics of others in which they answered
    recent_days: int = 0
    recent_topics: int = 0
    recent_posts: int = 0
    recent_likes_given: int = 0
    recent_likes_received: int = 0
    recent_likes_days: int = 0
    recent_likes_members: int = 0
    recent_replies: int = 0
    flagged: int = 0  # what moderators agreed with, of the same time
    flaggers: int = 0
    restricted: int = 0  # 1: was silenced or suspended in the last `levels.CALM`, and that was not lifted
    is_restricted: bool = False  # is so now
    is_vouched: bool = False
    is_assisted: bool = False
    is_mailed: bool = False  # gets mails of what they follow

    @property
    def minutes(self) -> int:
        """Whole minutes spent reading."""
        return self.seconds // MINUTE

    @property
    def reads_elsewhere(self) -> bool:
        """Whether no time is asked of them: it is known of nobody who reads in mails, offline or without scripts.

        They come on two days instead, so that nobody gets there by opening some pages in a row.
        """
        return (not self.seconds or self.is_mailed) and self.days >= DAYS_ELSEWHERE


@dataclass(frozen=True)
class Activity:
    """How much was going on in the last `levels.WINDOW`: the share that somebody saw of it is asked."""

    topics: int = 0
    posts: int = 0


@dataclass(frozen=True)
class Counting:
    """How facts are counted, of many members at once, and how much was going on."""

    facts_of: Callable[[Sequence[User]], Mapping[int, Facts]]
    activity: Callable[[], Activity]


# The app that knows forum and comments adds itself here, in `AppConfig.ready`.
SOURCES: list[Counting] = []


def facts_of(member: User) -> tuple[Facts, Activity]:
    """Count what is known of one member now; nothing, while no app counts."""
    if not SOURCES:
        return Facts(), Activity()
    counting = SOURCES[-1]
    return counting.facts_of([member]).get(member.pk, Facts()), counting.activity()
