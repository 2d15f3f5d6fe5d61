"""Keep the entries true to the things they describe; called in the transaction that changes the thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F

from .models import EntryTerm, SearchEntry
from .sources import SOURCES, Description, Source

BATCH = 500
WRITTEN = [
    "language", "title", "path", "group", "summary", "body", "author", "place", "date", "latitude", "longitude",
    "cover_id", "popularity",
]  # fmt: skip


def refresh(kind: str, thing: Any) -> None:
    """Bring the entries of one thing up to date, whatever happened to it."""
    refresh_many(kind, [thing])


def refresh_many(kind: str, things: Iterable[Any]) -> int:
    """Bring the entries of many things up to date, in batches; returns how many things were read."""
    source = SOURCES[kind]
    iterator, count = iter(things), 0
    while batch := list(islice(iterator, BATCH)):
        _write(source, batch)
        count += len(batch)
    return count


def forget(kind: str, object_ids: Iterable[str]) -> None:
    """Leave tombstones where things were: an engine of its own must hear of them too."""
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=list(object_ids), is_deleted=False)
    entries.update(is_deleted=True, title="", summary="", body="", author="", version=F("version") + 1)


def rebuild(kinds: Iterable[str], on_progress: Callable[[str, int, int], None]) -> None:
    """Describe everything of some kinds anew, and forget what is no longer there.

    `on_progress(kind, done, total)` is called after every batch.
    """
    for kind in kinds:
        source = SOURCES[kind]
        things = source.things()
        total, done, seen = things.count(), 0, set[str]()
        on_progress(kind, 0, total)
        for batch in _batches(things.iterator(chunk_size=BATCH)):
            _write(source, batch)
            seen.update(key for thing in batch for key in source.keys(thing))
            done += len(batch)
            on_progress(kind, done, total)
        known = SearchEntry.objects.filter(kind=kind, is_deleted=False).values_list("object_id", flat=True)
        for stale in _batches(key for key in known.iterator() if key not in seen):
            forget(kind, stale)


def _batches(things: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(things)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _write(source: Source, things: list[Any]) -> None:
    described = [description for thing in things for description in source.describe(thing)]
    gone = {key for thing in things for key in source.keys(thing)} - {entry.object_id for entry in described}
    with transaction.atomic():
        known = {
            entry.object_id: entry
            for entry in SearchEntry.objects.select_for_update().filter(
                kind=source.kind, object_id__in=[description.object_id for description in described]
            )
        }
        changed, new = [], []
        for description in described:
            entry = known.get(description.object_id) or SearchEntry(
                kind=source.kind, object_id=description.object_id, version=0
            )
            for name in WRITTEN:
                setattr(entry, name, getattr(description, name))
            entry.title, entry.summary, entry.path = entry.title[:255], entry.summary[:500], entry.path[:400]
            entry.is_deleted = False
            entry.version += 1
            (changed if entry.pk else new).append(entry)
        SearchEntry.objects.bulk_create(new)
        SearchEntry.objects.bulk_update(changed, [*WRITTEN, "is_deleted", "version"])
        _write_terms([*changed, *new], described)
        if gone:
            forget(source.kind, gone)


def _write_terms(entries: list[SearchEntry], described: list[Description]) -> None:
    keys = {entry.object_id: entry.pk for entry in entries}
    EntryTerm.objects.filter(entry__in=keys.values()).delete()
    EntryTerm.objects.bulk_create(
        EntryTerm(entry_id=keys[description.object_id], field=field, value=value)
        for description in described
        for field, values in (
            (EntryTerm.Field.AUDIENCE, description.audience),
            (EntryTerm.Field.REGION, description.regions),
            (EntryTerm.Field.SECTOR, description.sectors),
            (EntryTerm.Field.TAG, description.tags),
        )
        for value in set(values)
    )
