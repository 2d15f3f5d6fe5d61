"""Charts: coastlines with their projection, and where on them a region stands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path

from django.db.models import Q

from home.models import Region

MAPS = Path(__file__).resolve().parent.parent / "data" / "maps"
KEI = ("81.02", "81.72")
"""The regency and the city that the chart of the Kei Islands shows."""

KEI_PLACES = (
    "81.02.01.2014",  # Langgur
    "81.72.02.2001",  # Tual
    "81.02.03.2006",  # Elat
    "81.02.14",  # Kei Kecil Barat
    "81.02.16",  # Hoat Sorbay
    "81.72.40008",  # Dullah
    "81.72.40051",  # Tayando
    "81.72.40050",  # Tam
    "81.72.40019",  # Kur
    "81.72.40013",  # Fadol
    "81.72.40003",  # Bair
    "81.02.40100",  # Ur
    "81.02.40130",  # Warbal
    "81.02.40095",  # Tanimbar Kei
)
"""Towns and islands whose names the chart of the Kei Islands has room for."""

KEI_NAMES = ("81.02.03", "81.02.40031")
"""The large islands, whose names are drawn along them: Kei Besar (a district) and Kei Kecil."""


@dataclass(frozen=True)
class Chart:
    """Coastlines as SVG path data, in the units of a view box; `derive/maps.py` says how they were made."""

    name: str
    width: int
    height: int
    land: str
    land2: str
    west: float
    north: float
    scale: float
    stretch: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Put a point on the chart: equirectangular, true to scale at the standard parallel."""
        return (longitude - self.west) * self.scale * self.stretch, (self.north - latitude) * self.scale


@dataclass(frozen=True)
class Mark:
    """A region on a chart. Coordinates are text, since no language may write them its own way."""

    x: str
    y: str
    label: str
    title: str
    url: str
    state: str = "place"
    """How it is drawn: `lit`, `planned` or just a `place`."""
    text_x: str = ""
    text_y: str = ""
    anchor: str = "start"


@cache
def chart(name: str) -> Chart:
    """Read a chart once: `indonesia`, `indonesia-small` or `kei`."""
    content = json.loads((MAPS / f"{name}.json").read_text(encoding="utf-8"))
    projection = content["projection"]
    return Chart(
        name=name,
        width=content["width"],
        height=content["height"],
        land=content["land"],
        land2=content.get("land2", ""),
        west=projection["west"],
        north=projection["north"],
        scale=projection["scale"],
        stretch=cos(radians(projection["parallel"])),
    )


def plain(number: float) -> str:
    """Write a number as SVG wants it, whatever the reader's language."""
    return f"{number:.1f}".removesuffix(".0")


def mark(region: Region, *, on: Chart, shrink: float = 1, state: str = "place") -> Mark | None:
    """Mark a region on a chart drawn at `shrink` of its size; one without a point can't be marked."""
    if region.latitude is None or region.longitude is None:
        return None
    x, y = (part * shrink for part in on.place(region.latitude, region.longitude))
    return Mark(plain(x), plain(y), region.name, region.full_name, region.get_absolute_url(), state)


def marks(regions: Iterable[Region], *, on: Chart, shrink: float = 1, state: str = "place") -> list[Mark]:
    """Mark all that have a point."""
    found = (mark(region, on=on, shrink=shrink, state=state) for region in regions)
    return [one for one in found if one]


def is_on_kei_chart(region: Region) -> bool:
    """Whether the chart of the Kei Islands shows this region."""
    return region.code.startswith(KEI)


def kei_regions() -> list[Region]:
    """List the regions that the chart of the Kei Islands names, and those there with a page of their own."""
    below = Q(pages__live=True) & Q(Q(code__startswith="81.02.") | Q(code__startswith="81.72."))
    return list(Region.objects.filter(Q(code__in=(*KEI_PLACES, *KEI_NAMES)) | below).distinct())
