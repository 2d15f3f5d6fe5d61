"""Ranking, folding and counting of the entries that an engine found best: a group is one result, and counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.utils import timezone

from search.engines import COMING, FACETS, PAST, Chosen
from search.engines.ranking import factor

CARRIED = ("region", "sector")  # facets of which an entry has several values
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
    rows: Sequence[Candidate], nearly: Sequence[Candidate], carried: Carried, chosen: Chosen
) -> dict[str, dict[str, int]]:
    """Count the groups by each value of each facet; what fits but for one facet counts for that one only."""
    now = timezone.now()
    fitting = {
        facet: {row.pk for value, row in _with_values(facet, nearly, carried, now) if value in wanted}
        for facet, wanted in chosen.items()
    }
    counts = {}
    for facet in FACETS:
        counted = [*rows]
        if facet in chosen:
            others = [keys for other, keys in fitting.items() if other != facet]
            lacking = (row for row in nearly if row.pk not in fitting[facet])
            counted += [row for row in lacking if all(row.pk in keys for keys in others)]
        once = {(value, row.group) for value, row in _with_values(facet, counted, carried, now)}
        counts[facet] = dict(Counter(value for value, _group in once))
    return counts


def _with_values(
    facet: str, rows: Iterable[Candidate], carried: Carried, now: datetime
) -> Iterator[tuple[str, Candidate]]:
    """Give each row with each value that it has of a facet."""
    if facet == "when":
        ending = ((row.ends_at, row) for row in rows if row.kind == "event")
        return ((COMING if ends_at >= now else PAST, row) for ends_at, row in ending if ends_at)
    if facet in CARRIED:
        return ((value, row) for row in rows for value in carried.get(row.pk, {}).get(facet, ()))
    return ((value, row) for row in rows if (value := getattr(row, facet)))
