"""Ranking, folding and counting of the entries that an engine found best: a group is one result, and counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.utils import timezone

from search.engines import COMING, FACETS, PAST, Chosen
from search.engines.ranking import factor

CANDIDATES = 1000  # entries that are ranked, folded and counted; a result says that there are more


class Candidate(Protocol):
    """What is known of an entry before it is shown."""

    pk: int
    kind: str
    group: str
    language: str
    popularity: int

    @property
    def date(self) -> datetime | None:
        """Its day."""
        ...

    @property
    def ends_at(self) -> datetime | None:
        """When an event ends."""
        ...

    @property
    def year(self) -> str:
        """The year of its date, empty where it has none."""
        ...


CandidateT = TypeVar("CandidateT", bound=Candidate)
Carried = Mapping[int, Mapping[str, Sequence[str]]]
"""The regions and sectors of entries, by key and facet."""


def ranked(rows: Iterable[CandidateT], scores: Mapping[int, float]) -> list[CandidateT]:
    """Put the best first, all things considered."""
    now = timezone.now()
    return sorted(rows, key=lambda row: -scores[row.pk] * factor(row, now))


def fold(rows: Iterable[CandidateT], language: str) -> list[CandidateT]:
    """Keep one row of each group, at the place of its best: the reader's language first."""
    groups: dict[str, CandidateT] = {}
    for row in rows:
        kept = groups.get(row.group)
        if kept is None or (kept.kind == row.kind and kept.language != language and row.language == language):
            groups[row.group] = row
    return list(groups.values())


def count_facets(
    rows: Iterable[Candidate], nearly: Iterable[Candidate], carried: Carried, chosen: Chosen
) -> dict[str, dict[str, int]]:
    """Count the groups by each value of each facet; what fits but for one facet counts for that one only."""
    groups: dict[str, dict[str, set[str]]] = {facet: defaultdict(set) for facet in FACETS}
    for row in rows:
        for facet, values in _values(row, carried).items():
            for value in values:
                groups[facet][value].add(row.group)
    for row in nearly:
        values_of_row = _values(row, carried)
        lacking = [facet for facet, wanted in chosen.items() if not set(wanted).intersection(values_of_row[facet])]
        if len(lacking) == 1:
            for value in values_of_row[lacking[0]]:
                groups[lacking[0]][value].add(row.group)
    return {facet: {value: len(found) for value, found in values.items()} for facet, values in groups.items()}


def _values(row: Candidate, carried: Carried) -> dict[str, Sequence[str]]:
    terms = carried.get(row.pk, {})
    ends_at = row.ends_at if row.kind == "event" else None
    return {
        "kind": (row.kind,),
        "language": (row.language,),
        "year": (row.year,) if row.year else (),
        "when": (COMING if ends_at >= timezone.now() else PAST,) if ends_at else (),
        "region": terms.get("region", ()),
        "sector": terms.get("sector", ()),
    }
