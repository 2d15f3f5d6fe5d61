"""The counts beside the results, as options to tick: each made under the other filters, several of a facet at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.models import Region, Sector
from home.services.named import regions_by_code, sectors_by_slug

from .engines import COMING, FACETS, PAST, Answer
from .filters import Filters
from .sources import SOURCES

MOST_SHOWN = 60  # of which the first twelve are in view
LABELS = {
    "kind": gettext_lazy("Kind"),
    "when": gettext_lazy("When"),
    "region": gettext_lazy("Region"),
    "sector": gettext_lazy("Sector"),
    "year": gettext_lazy("Year"),
    "language": gettext_lazy("Language"),
}
Named = Mapping[str, Region | Sector]
WHEN = {COMING: gettext_lazy("Coming events"), PAST: gettext_lazy("Past events")}


SORTS = {
    "best": gettext_lazy("best match"),
    "newest": gettext_lazy("newest"),
    "oldest": gettext_lazy("oldest"),
    "nearest": gettext_lazy("closest to %(region)s"),
}


@dataclass
class Option:
    """One thing to tick; `address` leads to the results with it ticked, or no longer ticked."""

    label: str
    value: str
    count: int
    is_chosen: bool
    address: str
    below: list[Option] = field(default_factory=list)


@dataclass
class Facet:
    """Options under a heading."""

    name: str
    label: str
    options: list[Option]


def facets(answer: Answer, filters: Filters) -> list[Facet]:
    """Return the facets that can narrow the answer, or do."""
    regions = _regions(answer, filters)
    made = []
    for name, label in LABELS.items():
        options = _region_options(answer, filters, regions) if name == "region" else _options(name, answer, filters)
        if len(options) > 1 or name in filters.chosen or (options and name == "region"):
            made.append(Facet(name, str(label), options))
    return made


def removals(filters: Filters) -> list[tuple[str, str]]:
    """Each filter that is set, with the address of the search without it."""
    named: Named = {
        **regions_by_code(filters.chosen.get("region", ())),
        **(sectors_by_slug() if "sector" in filters.chosen else {}),
    }
    pairs = [
        (_label(facet, value, named), filters.without(facet, value))
        for facet in FACETS
        for value in filters.chosen.get(facet, ())
    ]
    if filters.since:
        pairs.append((_("from %(day)s") % {"day": date_format(filters.since, "j F Y")}, filters.address(since="")))
    if filters.until:
        pairs.append((_("before %(day)s") % {"day": date_format(filters.until, "j F Y")}, filters.address(until="")))
    return pairs


def sorts(filters: Filters) -> list[tuple[str, str, bool]]:
    """The orders that make sense: label, address, whether it is the present one; nearest from a region one chose."""
    chosen = filters.chosen.get("region", ())
    place = filters.place or (regions_by_code(chosen).get(chosen[-1]) if chosen else None)
    made = []
    present = filters.order_from(place)
    for sort, label in SORTS.items():
        if sort == "nearest" and (place is None or place.latitude is None):
            continue
        if sort == "best" and filters.typed.near:
            continue  # who types a place wants the nearest
        near = place.code if sort == "nearest" and place else ""
        address = filters.address(sort="" if sort == "best" else sort, near=near)
        made.append((str(label) % {"region": place} if near else str(label), address, sort == present))
    return made


def _options(name: str, answer: Answer, filters: Filters) -> list[Option]:
    """What was found of a facet, most first, years from the newest; what is chosen stays, found or not."""
    counts, chosen = answer.counts.get(name, {}), filters.chosen.get(name, ())
    found = dict.fromkeys([*counts, *chosen])
    named = sectors_by_slug() if name == "sector" else {}
    values = [slug for slug in named if slug in found] if name == "sector" else found
    options = [_option(name, value, counts.get(value, 0), filters, named) for value in values]
    if name == "year":
        return sorted(options, key=lambda option: option.value, reverse=True)[:MOST_SHOWN]
    return sorted(options, key=lambda option: -option.count)


def _option(name: str, value: str, count: int, filters: Filters, named: Named) -> Option:
    chosen = filters.chosen.get(name, ())
    is_chosen = value in chosen
    others = [other for other in chosen if name != "region" or not _is_of_one_line(value, other)]
    address = filters.without(name, value) if is_chosen else filters.address(**{name: [*others, value]})
    return Option(_label(name, value, named), value, count, is_chosen, address)


def _label(name: str, value: str, named: Named) -> str:
    if name in {"region", "sector"}:
        return str(named.get(value, value))
    labels: dict[str, object] = {
        "kind": SOURCES[value].label if name == "kind" else "",
        "language": dict(settings.LANGUAGES).get(value, value),
        "when": WHEN.get(value, ""),
        "year": value,
    }
    return str(labels[name])


def _regions(answer: Answer, filters: Filters) -> dict[str, Region]:
    """The regions to show: provinces that were found, and the next level below what is chosen or the only province."""
    counts, chosen = answer.counts.get("region", {}), filters.chosen.get("region", ())
    line = {part for code in chosen for part in _with_those_above(code)}
    provinces = [code for code in counts if "." not in code]
    if not line and len(provinces) == 1:
        line = set(provinces)
    below: dict[str, list[str]] = {}
    for code in sorted({*counts, *line}, key=lambda code: (code not in line, -counts.get(code, 0), code)):
        above = code.rpartition(".")[0]
        if (not above or above in line) and (len(below.setdefault(above, [])) < MOST_SHOWN or code in line):
            below[above].append(code)
    return regions_by_code([code for codes in below.values() for code in codes])


def _region_options(answer: Answer, filters: Filters, named: dict[str, Region]) -> list[Option]:
    counts = answer.counts.get("region", {})
    options = {code: _option("region", code, counts.get(code, 0), filters, named) for code in named}
    roots: list[Option] = []
    for code in sorted(options, key=lambda code: (-options[code].count, code)):
        above = options.get(code.rpartition(".")[0])
        (above.below if above else roots).append(options[code])
    return roots


def _is_of_one_line(one: str, other: str) -> bool:
    """Whether one of two regions contains the other: then the last choice counts, as the larger has all of both."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _with_those_above(code: str) -> list[str]:
    return [code.rsplit(".", cut)[0] for cut in range(code.count(".") + 1)]
