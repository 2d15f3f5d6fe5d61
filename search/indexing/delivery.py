"""Bring what changed to Elasticsearch: the table of entries is the queue, and the version of an entry decides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from search.models import EntryTerm, PendingDelivery, Refusal, SearchEntry
from search.permissions import public_tokens

from .client import client
from .indexes import make_ready, targets, use_first, write_alias_of
from .mapping import document_of

BATCH = 1000
AT_ONCE = 2  # calls: the server works on one with one of its processors
MOST_CHARACTERS = 5_000_000  # of texts in one call: the server refuses a body of more than 100 MB
LONGEST_REASON = 500
Operation = dict[str, Any]
Versions = dict[int, int]
"""The version that was sent, by the key of the entry."""
BUSY = {429, 502, 503, 504}  # answers that say: later
LOST = "index_not_found_exception"  # the next delivery makes it anew


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
    settled, is_busy = 0, False
    make_ready()
    for versions, outcome in send_all(_pending()):
        settle(versions, outcome)
        settled += len(outcome.taken) + len(outcome.refused)
        is_busy = is_busy or bool(outcome.put_off)
    if is_busy:
        raise Busy
    use_first()
    return settled


def _pending() -> Iterator[tuple[list[SearchEntry], list[str]]]:
    """Read what waits, once each, with the indexes that it goes to."""
    last = 0
    while True:
        waiting = PendingDelivery.objects.filter(pk__gt=last).order_by("pk")
        keys = list(waiting.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        last = keys[-1]
        entries = list(SearchEntry.objects.filter(pk__in=keys))
        # Read after the entries: an index that was begun meanwhile copies what this batch does not bring to it.
        yield entries, targets()


def send_all(batches: Iterable[tuple[list[SearchEntry], list[str]]]) -> Iterator[tuple[Versions, Outcome]]:
    """Send batches of entries to their indexes; while some are on their way the next is read and made documents."""
    sent: deque[tuple[Versions, Future[Outcome]]] = deque()
    with ThreadPoolExecutor(max_workers=AT_ONCE) as lines:
        for entries, indexes in batches:
            calls = list(_calls(entries, indexes))
            sent.append(({entry.pk: entry.version for entry in entries}, lines.submit(_send, calls)))
            if len(sent) > AT_ONCE:
                versions, outcome = sent.popleft()
                yield versions, outcome.result()
        while sent:
            versions, outcome = sent.popleft()
            yield versions, outcome.result()


def _calls(entries: list[SearchEntry], indexes: list[str]) -> Iterator[list[Operation]]:
    """Write entries as operations, cut where their texts together grow too long for one call."""
    terms, public = EntryTerm.objects.by_entry(entry.pk for entry in entries), public_tokens()
    call: list[Operation] = []
    characters = 0
    for entry in entries:
        if call and characters + len(entry.body) > MOST_CHARACTERS:
            yield call
            call, characters = [], 0
        document = None if entry.is_deleted else document_of(entry, terms[entry.pk], public)
        for index in map(write_alias_of, indexes):
            at = {"_index": index, "_id": entry.pk, "version": entry.version, "version_type": "external"}
            call += [{"index": at}, document] if document else [{"delete": at}]
        characters += len(entry.body)
    if call:
        yield call


def _send(calls: list[list[Operation]]) -> Outcome:
    """Send a batch, in several calls when it is long; an older version than the index has is taken."""
    outcome = Outcome()
    for operations in calls:
        for item in client().bulk(operations=operations, refresh=False, require_alias=True)["items"]:
            ((_act, done),) = item.items()
            _note(done, outcome)
    outcome.taken -= outcome.put_off | outcome.refused.keys()
    for key in outcome.put_off:
        outcome.refused.pop(key, None)
    return outcome


def _note(done: dict[str, Any], outcome: Outcome) -> None:
    key, status, error = int(done["_id"]), done["status"], done.get("error", {})
    if status < 300 or _was_gone(done) or _is_older(done):
        outcome.taken.add(key)
    elif status in BUSY or error.get("type") == LOST:
        outcome.put_off.add(key)
    else:
        cause = error.get("caused_by", {}).get("reason", "")
        outcome.refused[key] = f"{error.get('type')}: {error.get('reason')} {cause}".strip()[:LONGEST_REASON]


def settle(versions: Versions, outcome: Outcome) -> None:
    """Note what was taken and what was refused; an entry that changed meanwhile goes on waiting."""
    done: dict[int, list[int]] = {}
    for key, version in versions.items():
        if key not in outcome.put_off:
            done.setdefault(version, []).append(key)
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
