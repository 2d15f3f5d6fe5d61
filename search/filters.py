"""What a visitor asks, read from the address: a text, facets, days, an order. What names nothing real is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from home.models import Region
from home.services.named import regions_by_code, sectors_by_slug

from .engines import COMING, FACETS, PAST, Point, Question
from .engines.words import MOST_WORDS, Words, written
from .region_codes import with_dots
from .sources import SOURCES
from .typed import Typed, day, left_out, region_coded
from .wording import promotions_for, protected_words, synonyms

SORTS = ("best", "newest", "oldest", "nearest")
LONGEST_TEXT = 200
MOST_VALUES = 20


@dataclass(frozen=True)
class Filters:
    """A search as its address says it.

    Parts of the address that name nothing are `unknown`, and the first of a facet that are beyond `MOST_VALUES` are
    `surplus`, as `name=value`.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    near: Region | None = None
    sort: str = "best"
    unknown: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    is_cut: bool = False  # whether more was typed than is read

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Read the query of an address, whatever stands in it."""
        unknown: list[str] = []
        surplus: list[str] = []
        known = {facet: _known(facet, _values(query, facet, surplus), unknown) for facet in FACETS}
        days = {name: _day(query, name, unknown) for name in ("since", "until")}
        sort = _plain(query.get("sort", "")) or "best"
        if sort not in SORTS:
            unknown.append(f"sort={sort}")
        code = _plain(query.get("near", ""))
        near = region_coded(code) if code else None
        if code and (near is None or near.latitude is None):
            unknown.append(f"near={code}")
        text = written(query.get("q", ""))
        return cls(
            text=text[:LONGEST_TEXT],
            chosen={facet: values for facet, values in known.items() if values},
            near=near if near and near.latitude is not None else None,
            sort=sort if sort in SORTS else "best",
            unknown=tuple(unknown),
            surplus=tuple(surplus),
            is_cut=len(text) > LONGEST_TEXT,
            **days,
        )

    def __bool__(self) -> bool:
        return bool(self.text or self.is_narrowed)

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a filter besides the text."""
        return bool(self.chosen or self.since or self.until)

    @property
    def refused(self) -> tuple[str, ...]:
        """The parts of the address for which it can't be searched."""
        return (*self.unknown, *self.surplus)

    @property
    def refusals(self) -> list[tuple[str, tuple[str, ...]]]:
        """Why parts of the address are refused, each reason with its parts."""
        too_many = _("Of one filter at most %(most)s can be chosen at once. Please leave some out, from here on:")
        reasons = (
            (_("It asks for something that doesn’t exist, or no longer does:"), self.unknown),
            (too_many % {"most": MOST_VALUES}, self.surplus),
        )
        return [(reason, parts) for reason, parts in reasons if parts]

    @cached_property
    def typed(self) -> Typed:
        """What stands in the text: words and operators."""
        return Typed.read(self.text)

    @cached_property
    def words(self) -> Words:
        """The words of the text, with those that mean the same; the codes of regions with their dots."""
        text, codes = with_dots(self.typed.words)
        return Words.parse(text, {**synonyms(), **codes} if codes else synonyms(), protected_words())

    @property
    def is_left_out(self) -> bool:
        """Whether all that was typed is left out: then nothing is found, not everything."""
        return bool(self.text) and not (
            self.words or self.words.excluded or self.typed.is_demanding or self.is_narrowed
        )

    @property
    def is_senseless(self) -> bool:
        """Whether something was typed that has no word to look for or to leave out: then nothing is found, too."""
        return bool(self.words.text) and not (self.words or self.words.excluded)

    @property
    def order(self) -> str:
        """The order asked for, in the address or by `near:` in the text."""
        return "nearest" if self.typed.near and self.sort == "best" else self.sort

    @property
    def place(self) -> Region | None:
        """The place that distances are measured from: what is typed is newer than what the address has."""
        return self.typed.near or self.near

    @property
    def is_by_distance(self) -> bool:
        """Whether what is closest comes first."""
        return self.order_from(self.place) == "nearest"

    def order_from(self, place: Region | None) -> str:
        """The order that results are in: nothing fits best where there are no words, or is nearest to nowhere."""
        order = "best" if self.order == "nearest" and (place is None or place.latitude is None) else self.order
        return "newest" if order == "best" and not self.words else order

    @property
    def days(self) -> tuple[date | None, date | None]:
        """From which day on, and before which: the narrower of the address and the text."""
        since = max(filter(None, (self.since, self.typed.since)), default=None)
        return since, min(filter(None, (self.until, self.typed.until)), default=None)

    @property
    def faults(self) -> list[str]:
        """Why it asks for something else than was meant, or for nothing at all."""
        since, until = self.days
        faults = [*self.typed.problems]
        if since and until and since >= until:
            faults.append(_("There is no day from the first day on and before the last."))
        if self.is_senseless:
            faults.append(_("What you typed has no word or number to look for."))
        return faults

    @property
    def problems(self) -> list[str]:
        """Why not all that was typed could be looked for, or nothing can be found."""
        notes = [*self.faults, *self.typed.notes]
        if self.words.beyond:
            reason = _("only the first %(most)s words count, and the first %(most)s that are left out.")
            notes.append(left_out(" ".join(self.words.beyond), reason % {"most": MOST_WORDS}))
        if self.is_cut:
            notes.append(_("Only the first %(most)s characters were looked for.") % {"most": LONGEST_TEXT})
        if self.words.is_common:
            notes.append(_("These words stand in almost every text. Add a word that says more about what you mean."))
        return notes

    def question(self, *, tokens: frozenset[str], language: str) -> Question:
        """Ask it for somebody, from the first page."""
        typed, (since, until) = self.typed, self.days
        return Question(
            words=self.words,
            tokens=tokens,
            language=language,
            chosen=self.chosen,
            demanded=typed.demanded,
            authors=typed.authors,
            since=since,
            until=until,
            near=_point(self.place),
            sort=self.order,
            promoted=self._promoted,
        )

    @property
    def _promoted(self) -> tuple[str, ...]:
        """What editors put first for these words: in a list by day or distance it would be out of its order."""
        is_for_these = self.words and not self.words.excluded and self.order_from(self.place) == "best"
        return tuple(promotions_for(self.typed.words)) if is_for_these else ()

    @property
    def parts(self) -> dict[str, object]:
        """What each part of the address says, by name, in one canonical order; several values of one as a list."""
        return {
            "q": self.text,
            **{facet: list(self.chosen.get(facet, ())) for facet in FACETS},
            "since": self.since,
            "until": self.until,
            "near": self.near.code if self.near else "",
            "sort": self.sort if self.sort != "best" else "",
        }

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """Name and value of each part of the address with something changed."""
        return [pair for name, value in {**self.parts, **changes}.items() for pair in _pairs(name, value)]

    @cached_property
    def _encoded(self) -> dict[str, str]:
        """The parts as they stand in the address: the many that lead on from a page differ in one of them."""
        return {name: urlencode(_pairs(name, value)) for name, value in self.parts.items()}

    @property
    def beside_text(self) -> list[tuple[str, str]]:
        """What a new text keeps."""
        return self.pairs(q="")

    @property
    def beside_days(self) -> list[tuple[str, str]]:
        """What new days keep."""
        return self.pairs(since="", until="")

    def address(self, **changes: object) -> str:
        """The query of the same search with something changed, from its first page."""
        changed = {name: urlencode(_pairs(name, value)) for name, value in changes.items()}
        return "?" + "&".join(filter(None, {**self._encoded, **changed}.values()))

    @property
    def unnarrowed(self) -> str:
        """The address of the text alone."""
        return self.address(**dict.fromkeys((*FACETS, "since", "until", "near", "sort"), ""))

    def without(self, facet: str, value: str) -> str:
        """The address with one value of a facet no longer chosen."""
        return self.address(**{facet: [other for other in self.chosen.get(facet, ()) if other != value]})


def _pairs(name: str, value: object) -> list[tuple[str, str]]:
    return [(name, str(one)) for one in (value if isinstance(value, list) else [value]) if one]


def _point(region: Region | None) -> Point | None:
    if region is None or region.latitude is None or region.longitude is None:
        return None
    return Point(region.latitude, region.longitude)


def _values(query: QueryDict, facet: str, surplus: list[str]) -> list[str]:
    """The values of a facet, of which there can't be endlessly many."""
    values = [value for value in map(_plain, query.getlist(facet)) if value]
    surplus += [f"{facet}={value}" for value in values[MOST_VALUES : MOST_VALUES + 1]]
    return values[:MOST_VALUES]


def _known(facet: str, values: list[str], unknown: list[str]) -> tuple[str, ...]:
    """Keep the values that exist; a region's former code stands for the region."""
    if facet == "region":
        there = regions_by_code(values) if values else {}
        regions = [there.get(value) or region_coded(value) for value in values]
        known = [region.code if region else None for region in regions]
    else:
        known = [value if _is_known(facet, value) else None for value in values]
    unknown += [f"{facet}={value}" for value, code in zip(values, known, strict=True) if code is None]
    return tuple(dict.fromkeys(filter(None, known)))


def _is_known(facet: str, value: str) -> bool:
    if facet == "year":
        return bool(re.fullmatch(r"\d{4}", value, re.ASCII)) and 1900 <= int(value) <= 2200
    choices = {
        "kind": SOURCES.keys(),
        "language": dict(settings.LANGUAGES).keys(),
        "when": {COMING, PAST},
    }
    return value in (sectors_by_slug() if facet == "sector" else choices[facet])


def _day(query: QueryDict, name: str, unknown: list[str]) -> date | None:
    text = _plain(query.get(name, ""))
    found = day(text)
    if text and not found:
        unknown.append(f"{name}={text}")
    return found


def _plain(text: str) -> str:
    """PostgreSQL refuses NUL in a text."""
    return text.replace("\0", "").strip()[:80]
