"""What Elasticsearch says of the entries that it found: not their texts, only what they are ranked and counted by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from search.engines.counting import Carried

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = [
    *("number", "kind", "group", "language", "year", "popularity", "regions", "sectors"),
    *({"field": name, "format": "epoch_second"} for name in ("date", "ends_at")),
]


@dataclass(slots=True)
class Row:
    """An entry that was found, and the place in the order from where one can go on; of the best, the score leads it."""

    pk: int
    kind: str
    group: str
    language: str
    year: str
    date: datetime | None
    ends_at: datetime | None
    popularity: int
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    place: tuple[Any, ...]


def read_rows(answer: Mapping[str, Any]) -> list[Row]:
    """Read the rows of an answer, in its order."""
    return [_read(hit["fields"], hit.get("sort", ())) for hit in answer["hits"]["hits"]]


def carried(rows: Iterable[Row]) -> Carried:
    """The regions and sectors of rows."""
    return {row.pk: {"region": row.regions, "sector": row.sectors} for row in rows}


def _read(fields: dict[str, list[Any]], place: list[Any]) -> Row:
    return Row(
        pk=fields["number"][0],
        kind=fields["kind"][0],
        group=fields["group"][0],
        language=fields["language"][0],
        year=fields.get("year", [""])[0],
        date=_moment(fields.get("date")),
        ends_at=_moment(fields.get("ends_at")),
        popularity=fields["popularity"][0],
        regions=tuple(fields.get("regions", ())),
        sectors=tuple(fields.get("sectors", ())),
        place=tuple(place),
    )


def _moment(values: list[str] | None) -> datetime | None:
    return EPOCH + timedelta(seconds=float(values[0])) if values else None
