"""How much counts besides the words, whichever engine answers: a factor on the score of the text."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Protocol

# How much a kind counts; 1 where nothing is said. Posts and comments bear the title of what they stand under and are
# short: a word in passing would stand before the story that is about it.
KIND_BOOSTS = {"region": 1.1, "page": 1.2, "story": 1.3, "event": 1.2, "topic": 1.1, "post": 0.7, "comment": 0.6}
EXACT_NAME = 20.0
# What is told and discussed counts more while it is new; an event, while its day is near.
RECENT_KINDS = ("story", "topic", "post")
RECENT, RECENT_DAYS = 0.3, 365
NEAR_KINDS = ("event",)
NEAR, NEAR_DAYS = 0.4, 60
POPULAR = 0.1


class Weighed(Protocol):
    """What is weighed of an entry."""

    kind: str
    popularity: int

    @property
    def date(self) -> datetime | None:
        """Its day."""
        ...


def factor(entry: Weighed, now: datetime) -> float:
    """Weigh an entry by its kind, its day and how much it is used."""
    added = POPULAR * math.log10(1 + entry.popularity)
    if entry.kind in RECENT_KINDS and (date := entry.date):
        added += RECENT * 0.5 ** (abs((now - date).days) / RECENT_DAYS)
    elif entry.kind in NEAR_KINDS and (date := entry.date):
        added += NEAR * 0.5 ** (abs((now - date).days) / NEAR_DAYS)
    return KIND_BOOSTS.get(entry.kind, 1.0) * (1 + added)
