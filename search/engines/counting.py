"""Folding and counting for the embedded engine: a group is one result, and counts once for each value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils import timezone

from search.engines import COMING, FACETS, PAST
from search.models import EntryTerm, SearchEntry

BY_TERM = {EntryTerm.Field.REGION.value: "region", EntryTerm.Field.SECTOR.value: "sector"}


def fold(rows: list[SearchEntry], language: str) -> list[SearchEntry]:
    """Keep one row of each group, at the place of its best: the reader's language first."""
    groups: dict[str, SearchEntry] = {}
    for row in rows:
        kept = groups.get(row.group)
        if kept is None or (kept.kind == row.kind and kept.language != language and row.language == language):
            groups[row.group] = row
    return list(groups.values())


def count_facets(rows: list[SearchEntry], nearly: list[SearchEntry]) -> dict[str, dict[str, int]]:
    """Count the groups by each value of each facet; what fits but for one facet counts for that one only."""
    terms = EntryTerm.objects.filter(entry__in=[row.pk for row in (*rows, *nearly)], field__in=BY_TERM)
    carried: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, field, value in terms.values_list("entry_id", "field", "value"):
        carried[key].append((BY_TERM[field], value))
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for pair in (*_values(row), *carried[row.pk]):
            groups[pair].add(row.group)
    for row in nearly:
        lacks = row.lacks  # type: ignore[attr-defined]  # annotated
        for pair in (*_values(row), *carried[row.pk]):
            if pair[0] == lacks:
                groups[pair].add(row.group)
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for (facet, value), found in groups.items():
        counts[facet][value] = len(found)
    return counts


def _values(row: SearchEntry) -> Iterator[tuple[str, str]]:
    yield "kind", row.kind
    yield "language", row.language
    if row.date:
        yield "year", row.year
    if row.kind == "event" and row.ends_at:
        yield "when", COMING if row.ends_at >= timezone.now() else PAST
