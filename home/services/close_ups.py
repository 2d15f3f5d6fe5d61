"""A part of the chart of the country, near enough to show a region among its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from home.models import Region
from home.services.maps import Chart, Mark, chart, mark, marks

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH, HEIGHT = 736, 510
DEGREES = 5.0
"""How much a close-up shows from west to east, at least."""

MARGIN = 1.3
"""How much more than the regions of a province themselves its close-up shows."""

NEIGHBOURS = 16
NUMBER = re.compile(r"-?\d+")
CLOSE = 16
"""Marks nearer than this to the lit one would be covered by it, in units of the close-up."""


@dataclass(frozen=True)
class Outline:
    """One coast: where its path starts, what follows, and the box around it (left, top, right, bottom)."""

    path: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class CloseUp:
    """A window on the chart of the country: its coasts in the units of that chart, and the marks in its own."""

    land: str
    land2: str
    transform: str
    zoom: float
    graticule: str
    marks: list[Mark]


def close_up(region: Region) -> CloseUp | None:
    """Draw near a region, or one above that has a point: a province with what it holds."""
    here: Region | None = region
    while here and (here.latitude is None or here.longitude is None):
        here = here.parent
    if here is None or here.latitude is None or here.longitude is None:
        return None
    if region.kind == Region.Kind.PROVINCE:
        others = list(Region.objects.filter(parent=region, latitude__isnull=False))
        window = _around([here, *others])
    else:
        window = _window(here.latitude, here.longitude, DEGREES)
        others = _neighbours(here, window)
    lit = mark(here, on=window, state="lit")
    placed = _told_apart(one for one in marks(others, on=window) if lit is None or not _covers(lit, one))
    country = chart("indonesia")
    zoom = window.scale / country.scale
    left, top = country.place(window.north, window.west)
    right, bottom = left + WIDTH / zoom, top + HEIGHT / zoom
    box = (left, top, right, bottom)
    return CloseUp(
        land="".join(each.path for each in _outlines("land") if _meet(each.box, box)),
        land2="".join(each.path for each in _outlines("land2") if _meet(each.box, box)),
        transform=f"scale({zoom:.3f}) translate({-left:.1f} {-top:.1f})",
        zoom=zoom,
        graticule=_graticule(window),
        marks=[*([lit] if lit else []), *placed],
    )


def _window(latitude: float, longitude: float, degrees: float) -> Chart:
    """Open a window of so many degrees around a point, in which things are placed as on a chart."""
    scale = WIDTH / degrees
    west, north = longitude - degrees / 2, latitude + HEIGHT / scale / 2
    return replace(chart("indonesia"), width=WIDTH, height=HEIGHT, west=west, north=north, scale=scale)


def _around(regions: Iterable[Region]) -> Chart:
    """Open a window that shows all these regions."""
    points = [(one.latitude or 0.0, one.longitude or 0.0) for one in regions]
    south, north = min(point[0] for point in points), max(point[0] for point in points)
    west, east = min(point[1] for point in points), max(point[1] for point in points)
    degrees = max(DEGREES, (east - west) * MARGIN, (north - south) * MARGIN * WIDTH / HEIGHT)
    return _window((south + north) / 2, (west + east) / 2, degrees)


def _neighbours(region: Region, window: Chart) -> list[Region]:
    """Find regions of about the same size in the window, the nearest first."""
    kinds = [Region.Kind.REGENCY, Region.Kind.CITY]
    alike = Region.objects.filter(kind__in=kinds if region.kind in kinds else [region.kind]).exclude(pk=region.pk)
    east, south = window.west + WIDTH / window.scale, window.north - HEIGHT / window.scale
    seen = alike.filter(longitude__range=(window.west, east), latitude__range=(south, window.north))
    return sorted(seen, key=lambda other: _distance(region, other))[:NEIGHBOURS]


def _distance(one: Region, other: Region) -> float:
    return sum(
        ((a or 0) - (b or 0)) ** 2 for a, b in ((one.latitude, other.latitude), (one.longitude, other.longitude))
    )


def _told_apart(found: Iterable[Mark]) -> list[Mark]:
    """Name the kind as well where a city and a regency have one name, as ten of them do."""
    found = list(found)
    names = Counter(one.label for one in found)
    return [replace(one, label=one.title) if names[one.label] > 1 else one for one in found]


def _covers(lit: Mark, one: Mark) -> bool:
    return abs(float(lit.x) - float(one.x)) < CLOSE and abs(float(lit.y) - float(one.y)) < CLOSE


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _graticule(window: Chart) -> str:
    """Write the lines of whole degrees as SVG path data."""
    east, south = window.west + WIDTH / window.scale, window.north - HEIGHT / window.scale
    across = [window.place(0, degree)[0] for degree in range(int(window.west) + 1, int(east) + 1)]
    down = [window.place(degree, 0)[1] for degree in range(int(south // 1) + 1, int(window.north // 1) + 1)]
    return "".join([*(f"M{x:.0f} 0v{HEIGHT}" for x in across), *(f"M0 {y:.0f}h{WIDTH}" for y in down)])


@cache
def _outlines(layer: str) -> tuple[Outline, ...]:
    """Part the coasts of the country's chart (relative lines, `m x y l … z`) into outlines of their own."""
    x = y = 0
    found = []
    for part in getattr(chart("indonesia"), layer).split("m")[1:]:
        start, _, lines = part.rstrip("z").partition("l")
        dx, dy = map(int, NUMBER.findall(start))
        x, y = x + dx, y + dy
        steps = list(map(int, NUMBER.findall(lines)))
        at_x, at_y, xs, ys = x, y, [x], [y]
        for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
            at_x, at_y = at_x + step_x, at_y + step_y
            xs.append(at_x)
            ys.append(at_y)
        found.append(Outline(f"M{x} {y}l{lines}z", (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)
