"""What an entry is ranked, folded and counted by, packed with its document and read from an answer.

It is one value: to read ten fields of each of 500 documents takes longer than to find them.
"""

from __future__ import annotations

from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from search.models import SearchEntry

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELD = "row"


@dataclass(slots=True)
class Row:
    """An entry that was found, and the place in the order from where one can go on; of the best, the score leads it.

    Moments are in seconds since 1970; `None` where an entry has none.
    """

    pk: int
    kind: str
    group: str
    language: str
    year: str
    begins: int | None
    ends: int | None
    popularity: int
    regions: list[str]
    sectors: list[str]
    place: tuple[Any, ...]

    @property
    def date(self) -> datetime | None:
        """Its day, as an entry has it."""
        return None if self.begins is None else EPOCH + timedelta(seconds=self.begins)

    @property
    def ends_at(self) -> datetime | None:
        """When an event ends."""
        return None if self.ends is None else EPOCH + timedelta(seconds=self.ends)


def packed(entry: SearchEntry, regions: Iterable[str], sectors: Iterable[str]) -> str:
    """Write an entry as its row without a place, in the order of the fields: JSON in base64, as binary fields are."""
    facts = [
        *(entry.pk, entry.kind, entry.group, entry.language, entry.year),
        *(_seconds(entry.date), _seconds(entry.ends_at), entry.popularity, list(regions), list(sectors)),
    ]
    return b64encode(orjson.dumps(facts)).decode()


def read_rows(answer: Mapping[str, Any]) -> list[Row]:
    """Read the rows of an answer, in its order: all of them as one JSON, since each by itself would cost more."""
    hits = answer["hits"]["hits"]
    facts = orjson.loads(b"[%b]" % b",".join(a2b_base64(hit["fields"][FIELD][0]) for hit in hits))
    return [Row(*(*each, tuple(hit.get("sort", ())))) for each, hit in zip(facts, hits, strict=True)]


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
