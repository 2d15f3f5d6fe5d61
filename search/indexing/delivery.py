"""Bring what changed to Elasticsearch: the table of entries is the queue, and the version of an entry decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.models import PendingDelivery, Refusal, SearchEntry, SearchIndex

from .client import client
from .mapping import MAPPINGS, document_of, settings_of_index

BATCH = 1000
MOST_CHARACTERS = 5_000_000  # of texts in one call: the server refuses a body of more than 100 MB
LONGEST_REASON = 500
BUSY = {429, 502, 503, 504}  # answers that say: later


class Busy(Exception):
    """Elasticsearch took a part, and asks to come again for the rest; the job is put off."""


@dataclass
class Outcome:
    """What became of a batch: entries that are in all indexes, those refused for good, those to be sent again."""

    taken: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)
    put_off: set[int] = field(default_factory=set)


def deliver_pending() -> int:
    """Send all that waits, in batches; return how many entries were settled.

    Raises `Busy` when the server asks for a pause, and the client's own errors when it is away: the rows wait.
    """
    settled, last, is_busy = 0, 0, False
    targets()  # a site without anything to send has an index all the same
    while True:
        waiting = PendingDelivery.objects.filter(pk__gt=last).order_by("pk")
        keys = list(waiting.values_list("pk", flat=True)[:BATCH])
        if not keys:
            break
        last = keys[-1]
        entries = list(SearchEntry.objects.filter(pk__in=keys).prefetch_related("terms"))
        # Read after the entries: an index that was begun meanwhile copies what this batch does not bring to it.
        outcome = send(entries, targets())
        settle(entries, outcome)
        settled += len(outcome.taken) + len(outcome.refused)
        is_busy = is_busy or bool(outcome.put_off)
    if is_busy:
        raise Busy
    return settled


def targets() -> list[str]:
    """The indexes that each write goes to; the first one of a site is made here."""
    states = [SearchIndex.State.BUILDING, SearchIndex.State.ACTIVE]
    names = list(SearchIndex.objects.filter(state__in=states).values_list("name", flat=True))
    return names or [make_first()]


def make_first() -> str:
    """Make the first index and let the alias lead to it; what waits fills it."""
    index = make_index()
    client().indices.put_alias(index=index.name, name=settings.SEARCH_INDEX)
    index.state = SearchIndex.State.ACTIVE
    index.save(update_fields=["state"])
    SearchEntry.objects.all().queue()
    return index.name


def make_index() -> SearchIndex:
    """Make an empty index, named by the moment."""
    name = f"{settings.SEARCH_INDEX}-{timezone.now():%Y%m%d-%H%M%S-%f}"
    client().indices.create(index=name, settings=settings_of_index(), mappings=MAPPINGS)
    return SearchIndex.objects.create(name=name)


def send(entries: Iterable[SearchEntry], indexes: list[str]) -> Outcome:
    """Send entries to indexes, in several calls when they are long; an older version than the index has is taken."""
    outcome = Outcome()
    for part in _parts(entries):
        _send(part, indexes, outcome)
    outcome.taken -= outcome.put_off | outcome.refused.keys()
    for key in outcome.put_off:
        outcome.refused.pop(key, None)
    return outcome


def _parts(entries: Iterable[SearchEntry]) -> Iterator[list[SearchEntry]]:
    """Cut the entries where their texts together grow too long for a call."""
    part: list[SearchEntry] = []
    characters = 0
    for entry in entries:
        if part and characters + len(entry.body) > MOST_CHARACTERS:
            yield part
            part, characters = [], 0
        part.append(entry)
        characters += len(entry.body)
    if part:
        yield part


def _send(entries: list[SearchEntry], indexes: list[str], outcome: Outcome) -> None:
    operations: list[dict[str, Any]] = []
    for entry in entries:
        for index in indexes:
            at = {"_index": index, "_id": entry.pk, "version": entry.version, "version_type": "external"}
            operations += [{"delete": at}] if entry.is_deleted else [{"index": at}, document_of(entry)]
    answer = client().bulk(operations=operations, refresh=False)
    for item in answer["items"]:
        ((_act, done),) = item.items()
        key, status = int(done["_id"]), done["status"]
        if status < 300 or _was_gone(done) or _is_older(done):
            outcome.taken.add(key)
        elif status in BUSY:
            outcome.put_off.add(key)
        else:
            error = done.get("error", {})
            cause = error.get("caused_by", {}).get("reason", "")
            outcome.refused[key] = f"{error.get('type')}: {error.get('reason')} {cause}".strip()[:LONGEST_REASON]


def settle(entries: list[SearchEntry], outcome: Outcome) -> None:
    """Note what was taken and what was refused; an entry that changed meanwhile goes on waiting."""
    done: dict[int, list[int]] = {}
    for entry in entries:
        if entry.pk not in outcome.put_off:
            done.setdefault(entry.version, []).append(entry.pk)
    refused = [Refusal(entry_id=key, reason=why, refused_at=timezone.now()) for key, why in outcome.refused.items()]
    with transaction.atomic():
        for version, keys in done.items():
            PendingDelivery.objects.filter(pk__in=keys, version__lte=version).delete()
        Refusal.objects.filter(entry__in=outcome.taken).delete()
        Refusal.objects.bulk_create(
            refused,
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=["reason", "refused_at"],
        )


def offer_refused(kinds: Iterable[str]) -> None:
    """Let what was refused wait for its delivery again: the reason may be gone with a newer version of the site."""
    SearchEntry.objects.filter(kind__in=list(kinds), refusal__isnull=False).queue()


def _is_older(done: dict[str, Any]) -> bool:
    return bool(done.get("error", {}).get("type") == "version_conflict_engine_exception")


def _was_gone(done: dict[str, Any]) -> bool:
    """Whether a tombstone was brought to where nothing was; a missing index is an error."""
    return bool(done["status"] == 404 and "error" not in done)
