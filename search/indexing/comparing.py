"""Compare the table of entries with the index in use, both ways, and repair what differs.

Only keys and versions are compared: a document whose content is wrong under the right version can't be seen here, and
`rebuild_search_index` mends it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from search.models import SearchEntry, SearchEntryQuerySet, SearchIndex

from .client import client
from .delivery import BUSY, Busy
from .indexes import write_alias_of

BATCH = 1000
# Elasticsearch remembers a deletion for an hour, under the next version if nobody named one, and takes only newer.
PAST_A_DELETION = 2

logger = logging.getLogger(__name__)


@dataclass
class Report:
    """How many documents the index lacked, had in another version than the table, or had too many.

    Each is repaired, except for a surplus one that changes at that very moment: the next night sees to it.
    """

    missing: int = 0
    stale: int = 0
    surplus: int = 0

    @property
    def repaired(self) -> int:
        """All that differed."""
        return self.missing + self.stale + self.surplus


class Row(NamedTuple):
    """What of an entry is compared."""

    version: int
    waiting: int | None
    is_deleted: bool
    refused: int | None

    @property
    def is_settled(self) -> bool:
        """Whether the index should have it as it is: it doesn't wait, and was not refused."""
        return self.waiting is None and self.refused is None

    def differs_from(self, held: int | None) -> bool:
        """Whether the index is wrong that holds this version of it, or none."""
        return self.is_settled and (held is not None if self.is_deleted else held != self.version)


def compare() -> Report:
    """Compare all of the index in use with the table, and repair; what waits for its delivery is left to it.

    What the table knows is repaired by the next delivery, and what it doesn't know is deleted from the index here.
    Raises `Busy` when the server asks for a pause, and the client's own errors when it is away.
    """
    report = Report()
    for index in SearchIndex.objects.filter(state=SearchIndex.State.ACTIVE):
        found = _compare(index.name)
        index.compared_at, index.repaired = timezone.now(), found.repaired
        index.save(update_fields=["compared_at", "repaired"])
        report.missing += found.missing
        report.stale += found.stale
        report.surplus += found.surplus
    if report.repaired:
        logger.warning(
            "The search index differed from the table and is repaired: %d missing, %d stale, %d surplus",
            *(report.missing, report.stale, report.surplus),
        )
    return report


def _compare(index: str) -> Report:
    """Walk the table and the index in step, from key to key."""
    report = Report()
    client().indices.refresh(index=index)
    last: int | None = 0
    while last is not None:
        rows = _rows(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:BATCH])
        # After the last entry the index may go on.
        upto = max(rows) if len(rows) == BATCH else None
        unseen = {key for key, row in rows.items() if row.differs_from(None)}
        while True:
            hits = _hits(index, last, upto)
            held = {int(hit["_id"]): hit["_version"] for hit in hits}
            unseen -= held.keys()
            differing = {key for key, version in held.items() if key not in rows or rows[key].differs_from(version)}
            _repair(index, rows, differing, report)
            if len(hits) < BATCH:
                break
            last = hits[-1]["sort"][0]
        _repair(index, rows, unseen, report)
        last = upto
    return report


def _rows(entries: SearchEntryQuerySet) -> dict[int, Row]:
    fields = ("pk", "version", "delivery", "is_deleted", "refusal")
    return {key: Row(*row) for key, *row in entries.values_list(*fields)}


def _hits(index: str, last: int, upto: int | None) -> list[Any]:
    """The next documents after a key, with their versions and without their content."""
    answer = client().search(
        index=index,
        query={"range": {"number": {"gt": last, **({} if upto is None else {"lte": upto})}}},
        sort=[{"number": "asc"}],
        size=BATCH,
        version=True,
        source=False,
        track_total_hits=False,
        allow_partial_search_results=False,
    )
    return list(answer["hits"]["hits"])


def _repair(index: str, before: dict[int, Row], suspects: set[int], report: Report) -> None:
    """Look again at what seemed to differ, and repair what does.

    In this order: a search may lag behind, a document by its key doesn't, and the table is always ahead of that. So
    only what stood in the table before and after, unchanged and delivered, and differs between, is wrong.
    """
    if not suspects:
        return
    held = _held(index, suspects)
    after = _rows(SearchEntry.objects.filter(pk__in=suspects))
    unknown = {key: version for key, version in held.items() if key not in after}
    wrong = [key for key, row in after.items() if row == before.get(key) and row.differs_from(held.get(key))]
    behind = [key for key in wrong if held.get(key, 0) <= after[key].version]
    # A table that came back from an old copy: its entries must get past what the index has.
    ahead: dict[int, list[int]] = {}
    for key in set(wrong).difference(behind):
        ahead.setdefault(held[key], []).append(key)
    with transaction.atomic():
        SearchEntry.objects.filter(pk__in=behind, delivery=None).update(version=F("version") + PAST_A_DELETION)
        for version, late in ahead.items():
            SearchEntry.objects.filter(pk__in=late, version__lt=version).update(version=version + 1)
        SearchEntry.objects.filter(pk__in=wrong).queue()
    report.missing += sum(key not in held for key in wrong)
    report.stale += sum(key in held and not after[key].is_deleted for key in wrong)
    report.surplus += sum(key in held and after[key].is_deleted for key in wrong) + len(unknown)
    _delete(index, unknown)


def _held(index: str, keys: set[int]) -> dict[int, int]:
    """The versions of documents as of now; those that are not there are left out."""
    answer = client().mget(index=index, ids=[str(key) for key in keys], source=False)
    if any("error" in document for document in answer["docs"]):
        raise Busy
    return {int(document["_id"]): document["_version"] for document in answer["docs"] if document["found"]}


def _delete(index: str, unknown: dict[int, int]) -> None:
    """Delete documents of which the table knows nothing, unless they change meanwhile."""
    if not unknown:
        return
    operations = [
        {"delete": {"_index": write_alias_of(index), "_id": key, "version": version, "version_type": "external_gte"}}
        for key, version in unknown.items()
    ]
    answer = client().bulk(operations=operations, refresh=False, require_alias=True)
    if any(item["delete"]["status"] in BUSY for item in answer["items"]):
        raise Busy
