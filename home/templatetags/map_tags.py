"""Maps as inline SVG: the archipelago, the Kei Islands, the hero of the home page, and where a region lies.

Every region on a map is a link with a name, and stands as a link in a list below the map as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import template
from django.utils.translation import pgettext

from home.models import Region
from home.services import maps
from home.services.close_ups import close_up
from home.services.map_labels import Box, labelled

register = template.Library()

COUNTRY_SHRINK = 0.5
KEI_SHRINK = 0.5
SHORES = (("shoreline", 264), ("shore1", 261), ("shoreline", 184), ("shore2", 181), ("shore3", 100), ("shore4", 40))
"""Bands of tint around the land of a close-up, and how wide they are drawn."""

KEI_TAKEN = [(600, 10, 726, 92), (20, 470, 180, 505), (404, 320, 440, 400), (620, 150, 666, 240)]
"""Where the compass, the scale and the names of the two large islands stand on the Kei chart."""

LENS = (955, 340, 1215, 588)
"""The box of the magnifier on the home page's chart."""


@dataclass(frozen=True)
class Sea:
    """The name of a sea, where it is written, and how large."""

    name: str
    x: int
    y: int
    is_small: bool = False


@register.inclusion_tag("home/includes/map_country.html")
def country_map(
    provinces: Iterable[Region], active: Iterable[Region] = (), planned: Iterable[Region] = ()
) -> dict[str, Any]:
    """Draw the archipelago with its provinces; those in which something is active or planned are marked so."""
    chart = maps.chart("indonesia")
    lit, soon = ({region.code[:2] for region in regions} for regions in (active, planned))
    marks = [
        replace(one, state="lit" if region.code in lit else "planned" if region.code in soon else "place")
        for region in provinces
        if (one := maps.mark(region, on=chart, shrink=COUNTRY_SHRINK))
    ]
    seas = [
        Sea(pgettext("sea", "South China Sea"), 330, 70, is_small=True),
        Sea(pgettext("sea", "Java Sea"), 372, 296, is_small=True),
        Sea(pgettext("sea", "Banda Sea"), 770, 318, is_small=True),
        Sea(pgettext("sea", "Arafura Sea"), 970, 420, is_small=True),
        Sea(pgettext("sea", "Celebes Sea"), 690, 88, is_small=True),
        Sea(pgettext("sea", "Pacific Ocean"), 960, 78),
        Sea(pgettext("sea", "Indian Ocean"), 130, 372),
    ]
    return {
        "chart": chart,
        "marks": labelled(marks, width=1174, height=450, taken=_boxes(seas)),
        "seas": seas,
        "ids": "country",
    }


@register.inclusion_tag("home/includes/map_hero.html")
def hero_map(active: Iterable[Region] = (), planned: Iterable[Region] = ()) -> dict[str, Any]:
    """Draw the chart behind the home page's title, with the Kei Islands under a magnifier."""
    chart = maps.chart("indonesia-small")
    lit = maps.marks(active, on=chart, state="lit")
    soon = maps.marks(planned, on=chart, state="planned")
    seas = [
        Sea(pgettext("sea", "South China Sea"), 573, 70, is_small=True),
        Sea(pgettext("sea", "Java Sea"), 606, 262, is_small=True),
        Sea(pgettext("sea", "Banda Sea"), 958, 316, is_small=True),
        Sea(pgettext("sea", "Pacific Ocean"), 1081, 90),
        Sea(pgettext("sea", "Indian Ocean"), 626, 442),
    ]
    return {
        "chart": chart,
        "kei": maps.chart("kei"),
        "lit": lit[:1] if _lie_together(lit) else lit,
        "planned": labelled(soon, width=1280, height=588, taken=[LENS, *_boxes(seas)]),
        "seas": seas,
        "ids": "hero",
    }


@register.inclusion_tag("home/includes/map_kei.html")
def kei_map(region: Region | None = None) -> dict[str, Any]:
    """Draw the Kei Islands with their towns and larger islands; the region the page is about is lit."""
    chart = maps.chart("kei")
    found = maps.kei_regions()
    large = [one for one in found if one.code in maps.KEI_NAMES]
    regions = [one for one in found if one.code not in maps.KEI_NAMES]
    marks = maps.marks((one for one in regions if one.kind != Region.Kind.ISLAND), on=chart, shrink=KEI_SHRINK)
    islands = [
        replace(one, label=one.label.removeprefix("Pulau "), state="island")
        for one in maps.marks((one for one in regions if one.kind == Region.Kind.ISLAND), on=chart, shrink=KEI_SHRINK)
    ]
    if region and (here := maps.mark(region, on=chart, shrink=KEI_SHRINK, state="lit")):
        # A regency is where its seat is: then the town bears the mark.
        here = next((replace(one, state="lit") for one in marks if _is_at(one, here)), here)
        marks = [here, *(one for one in marks if not _is_at(one, here))]
        islands = [one for one in islands if not _is_at(one, here)]
    return {
        "chart": chart,
        "marks": labelled([*marks, *islands], width=736, height=510, taken=KEI_TAKEN),
        "large": large,
        "seas": [
            Sea(pgettext("sea", "Banda Sea"), 96, 116),
            Sea(pgettext("sea", "Arafura Sea"), 580, 392),
        ],
        "ids": "kei",
    }


@register.inclusion_tag("home/includes/map_near.html")
def near_map(region: Region) -> dict[str, Any]:
    """Draw a region among its neighbours, a province with the regions it holds; nothing where no point is known."""
    near = close_up(region)
    if near is None:
        return {}
    return {
        "near": near,
        "marks": labelled(near.marks, width=736, height=510),
        "region": region,
        "shores": [(name, maps.plain(width / near.zoom)) for name, width in SHORES],
        "coast": maps.plain(0.8 / near.zoom),
        "ids": "near",
    }


@register.inclusion_tag("home/includes/map_locator.html")
def locator_map(region: Region) -> dict[str, Any]:
    """Draw the archipelago small, with the one place that a region has in it."""
    chart = maps.chart("indonesia-small")
    return {"chart": chart, "mark": maps.mark(region, on=chart), "region": region}


@register.filter
def is_on_kei_chart(region: Region) -> bool:
    """Say whether the chart of the Kei Islands shows this region."""
    return maps.is_on_kei_chart(region)


def _boxes(seas: list[Sea]) -> list[Box]:
    """Give the room that the names of seas take."""
    return [(sea.x - 4, sea.y - 16, sea.x + (7 if sea.is_small else 10) * len(sea.name), sea.y + 6) for sea in seas]


def _is_at(one: maps.Mark, other: maps.Mark) -> bool:
    return (one.x, one.y) == (other.x, other.y)


def _lie_together(marks: list[maps.Mark]) -> bool:
    """Whether all marks would cover each other, as Langgur and Tual do on the chart of the country."""
    return all(abs(float(one.x) - float(marks[0].x)) < 8 and abs(float(one.y) - float(marks[0].y)) < 8 for one in marks)
