"""A chart of weeks: one bar for each, in whole units, so that no language writes a comma into the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..insight import Week

WIDTH = 720
HEIGHT = 180
GAP = 3


@dataclass(frozen=True)
class Bar:
    """A week as a rectangle; `empty_y` and `empty_height` draw the part that found nothing, at its foot."""

    week: Week
    x: int
    y: int
    width: int
    height: int
    empty_y: int
    empty_height: int


@dataclass(frozen=True)
class Chart:
    """The bars, and what the highest of them stands for."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(weeks: Sequence[Week]) -> Chart:
    """Draw the weeks from left to right, the busiest as high as the chart."""
    most = max((week.times for week in weeks), default=0)
    step = WIDTH // max(len(weeks), 1)

    def height(times: int) -> int:
        return -(-times * HEIGHT // most) if most else 0

    bars = tuple(
        Bar(
            week=week,
            x=position * step,
            y=HEIGHT - height(week.times),
            width=step - GAP,
            height=height(week.times),
            empty_y=HEIGHT - height(week.without_result),
            empty_height=height(week.without_result),
        )
        for position, week in enumerate(weeks)
    )
    return Chart(bars, most)
