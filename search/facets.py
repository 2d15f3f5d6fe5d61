"""The counts beside the results, as options to tick: kinds, regions as a tree, sectors."""

from __future__ import annotations

from dataclasses import dataclass, field

from home.services.named import regions_by_code, sectors_by_slug

from .engines import Answer
from .filters import Filters
from .sources import SOURCES

MOST_REGIONS = 12


@dataclass
class Option:
    """One thing to tick; `address` leads to the results with it ticked, or no longer ticked."""

    label: str
    value: str
    count: int
    is_chosen: bool
    address: str
    below: list[Option] = field(default_factory=list)


def kinds(answer: Answer, filters: Filters) -> list[Option]:
    """Kinds that were found, most first."""
    options = []
    for kind, source in SOURCES.items():
        is_chosen = kind in filters.kinds
        if is_chosen or answer.kinds.get(kind):
            others = [other for other in filters.kinds if other != kind]
            address = filters.address(kind=others if is_chosen else [*others, kind])
            options.append(Option(str(source.label), kind, answer.kinds.get(kind, 0), is_chosen, address))
    return sorted(options, key=lambda option: -option.count)


def regions(answer: Answer, filters: Filters) -> list[Option]:
    """Provinces that were found; below the chosen region, or an only province, the next level."""
    chosen = filters.region
    line = [*chosen.ancestor_codes, chosen.code] if chosen else []
    provinces = [code for code in answer.regions if "." not in code]
    if not line and len(provinces) == 1:
        line = provinces
    shown = {
        code: count
        for code, count in answer.regions.items()
        if "." not in code or code in line or code.rpartition(".")[0] in line
    }
    codes = sorted(shown, key=lambda code: (code not in line, -shown[code]))[: MOST_REGIONS * 2]
    named = regions_by_code({*codes, *line})
    options: dict[str, Option] = {}
    for code in sorted(named):
        is_chosen = chosen is not None and chosen.code == code
        options[code] = Option(
            label=str(named[code]),
            value=code,
            count=answer.regions.get(code, 0),
            is_chosen=is_chosen,
            address=filters.address(region="" if is_chosen else code),
        )
    for code, option in options.items():
        above = options.get(code.rpartition(".")[0])
        if above:
            above.below.append(option)
    return sorted((option for code, option in options.items() if "." not in code), key=lambda option: -option.count)[
        :MOST_REGIONS
    ]


def sectors(answer: Answer, filters: Filters) -> list[Option]:
    """Sectors that were found, most first."""
    options = []
    slugs = {*answer.sectors, *([filters.sector.slug] if filters.sector else [])}
    for sector in (sector for slug, sector in sectors_by_slug().items() if slug in slugs):
        is_chosen = filters.sector == sector
        address = filters.address(sector="" if is_chosen else sector.slug)
        options.append(Option(str(sector), sector.slug, answer.sectors.get(sector.slug, 0), is_chosen, address))
    return sorted(options, key=lambda option: -option.count)


def removals(filters: Filters) -> list[tuple[str, str]]:
    """Each filter that is set, with the address of the search without it."""
    pairs = [
        (str(SOURCES[kind].label), filters.address(kind=[other for other in filters.kinds if other != kind]))
        for kind in filters.kinds
    ]
    if filters.region:
        pairs.append((str(filters.region), filters.address(region="")))
    if filters.sector:
        pairs.append((str(filters.sector), filters.address(sector="")))
    return pairs
