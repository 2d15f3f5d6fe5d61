"""Within what visitors write comments: how many links one holds, how fast it is written, how many of them wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class VisitorBounds:
    """Most links of one comment, seconds that a person needs for it, and most that wait for one address at once."""

    links: int = 2
    seconds: int = 3
    waiting: int = 5


# The app in whose settings administrators say it adds here, in `AppConfig.ready`, how they are read.
SOURCES: list[Callable[[], VisitorBounds]] = []


def visitor_bounds() -> VisitorBounds:
    """Return them as they are set now."""
    return SOURCES[-1]() if SOURCES else VisitorBounds()
