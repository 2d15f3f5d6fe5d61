"""Build an index beside the one in use, and let the alias lead to it in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from search.models import SearchEntry, SearchIndex

from .client import client
from .delivery import BATCH, Busy, deliver_pending, send_all
from .indexes import counts_of, make_index, merge_files, put_to_use

Progress = Callable[[int, int], None]


class Unequal(Exception):
    """The new index doesn't hold what the table does; the one in use stays."""


def rebuild_index(on_progress: Progress) -> SearchIndex:
    """Build an index, or go on with one whose building stopped, and put it to use; the old one is kept.

    Meanwhile each change goes to both, and searches are answered from the old one.
    """
    index = SearchIndex.objects.filter(state=SearchIndex.State.BUILDING).first() or make_index()
    _copy(index, on_progress)
    deliver_pending()
    _compare(index)
    put_to_use(index)
    merge_files()
    return index


def drop_kept() -> list[str]:
    """Delete the indexes that are no longer in use, and forget those that were lost; return their names."""
    kept = list(SearchIndex.objects.filter(state__in=[SearchIndex.State.KEPT, SearchIndex.State.LOST]))
    for index in kept:
        client().indices.delete(index=index.name, ignore_unavailable=True)
        index.delete()
    return [index.name for index in kept]


def _copy(index: SearchIndex, on_progress: Progress) -> None:
    living = SearchEntry.objects.filter(is_deleted=False)
    total = living.count()
    done = living.filter(pk__lte=index.copied_to).count()
    on_progress(done, total)
    for versions, outcome in send_all(_living(index)):
        if outcome.put_off:
            raise Busy
        index.copied_to = max(versions)
        index.save(update_fields=["copied_to"])
        done += len(versions)
        on_progress(min(done, total), total)  # what is written meanwhile is copied too


def _living(index: SearchIndex) -> Iterator[tuple[list[SearchEntry], list[str]]]:
    """Read all entries that are not deleted, from where the copying stopped."""
    last = index.copied_to
    while entries := list(SearchEntry.objects.filter(is_deleted=False, pk__gt=last).order_by("pk")[:BATCH]):
        last = entries[-1].pk
        yield entries, [index.name]


def _compare(index: SearchIndex) -> None:
    held, expected = counts_of(index)
    if held != expected:
        raise Unequal(f"{index} holds {held} of {expected} entries.")
