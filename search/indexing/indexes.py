"""The indexes in Elasticsearch: made, found again, put to use once they hold what the table does.

Each has an alias of its own that it is written by. A bulk makes an index that isn't there, with fields as it guesses
them, unless it may only write to an alias: so what the server lost is not made anew by who only wants to write.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.models import SearchEntry, SearchIndex

from .client import client
from .mapping import MAPPINGS, settings_of_index

State = SearchIndex.State
WRITTEN = (State.BUILDING, State.ACTIVE)  # each change goes to these
LARGEST_FILE = 5 * 1024**3  # bytes: the server makes none larger by itself, and would leave such a one as it is

logger = logging.getLogger(__name__)


def make_ready() -> None:
    """Note which indexes the server lost, as after a new installation; a site has one, even with nothing to send."""
    for index in SearchIndex.objects.filter(state__in=WRITTEN):
        if not _is_there(index):
            logger.warning("Elasticsearch lost the index %s", index)
            index.state = State.LOST
            index.save(update_fields=["state"])
    targets()


def targets() -> list[str]:
    """The indexes that each write goes to; the first one of a site is made here."""
    names = list(SearchIndex.objects.filter(state__in=WRITTEN).values_list("name", flat=True))
    return names or [make_first()]


def make_first() -> str:
    """Make the first index, which what waits will fill; the alias leads to it when it is full."""
    index = make_index()
    SearchEntry.objects.all().queue()
    return index.name


def make_index() -> SearchIndex:
    """Make an empty index, named by the moment."""
    name = f"{settings.SEARCH_INDEX}-{timezone.now():%Y%m%d-%H%M%S-%f}"
    aliases: dict[str, Any] = {write_alias_of(name): {}}
    client().indices.create(index=name, settings=settings_of_index(), mappings=MAPPINGS, aliases=aliases)
    return SearchIndex.objects.create(name=name)


def write_alias_of(name: str) -> str:
    """The alias by which an index is written."""
    return f"{name}-write"


def use_first() -> None:
    """Put the first index of a site to use as soon as it is full; the database answers until then."""
    if SearchIndex.objects.filter(state=State.ACTIVE).exists():
        return
    index = SearchIndex.objects.filter(state=State.BUILDING).first()
    if index:
        held, expected = counts_of(index)
        if held >= expected:
            put_to_use(index)


def counts_of(index: SearchIndex) -> tuple[int, int]:
    """Count the documents that an index holds, and the entries that it should."""
    client().indices.refresh(index=index.name)
    expected = SearchEntry.objects.filter(is_deleted=False, refusal=None).count()
    return client().count(index=index.name)["count"], expected


def put_to_use(index: SearchIndex) -> None:
    """Let the alias lead to an index in one step, from whichever it led to; what was in use is kept."""
    alias = settings.SEARCH_INDEX
    away = {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}}
    client().indices.update_aliases(actions=[away, {"add": {"index": index.name, "alias": alias}}])
    with transaction.atomic():
        SearchIndex.objects.filter(state=State.ACTIVE).update(state=State.KEPT)
        index.state = State.ACTIVE
        index.save(update_fields=["state"])


def merge_files() -> None:
    """Have the server put the files of the index in use together, in its own time: one is searched faster than many.

    An index that is too large for one is left to the server.
    """
    for name in SearchIndex.objects.filter(state=State.ACTIVE).values_list("name", flat=True):
        stored = client().indices.stats(index=name, metric="store")["indices"][name]["primaries"]["store"]
        if stored["size_in_bytes"] < LARGEST_FILE:
            client().indices.forcemerge(index=name, max_num_segments=1, wait_for_completion=False)


def _is_there(index: SearchIndex) -> bool:
    """Tell whether the server has an index of ours, and give back the aliases that it lacks."""
    said = client().options(ignore_status=404).indices.get_alias(index=index.name).body
    if index.name not in said:
        return False
    aliases = said[index.name]["aliases"]
    door = write_alias_of(index.name)
    if door not in aliases:
        # Made by an earlier version of the site, or by a bulk, which knows nothing of our fields.
        if client().indices.get_mapping(index=index.name)[index.name]["mappings"].get("dynamic") != "strict":
            return False
        client().indices.put_alias(index=index.name, name=door)
    alias = settings.SEARCH_INDEX
    if index.state == State.ACTIVE and alias not in aliases and not client().indices.exists_alias(name=alias):
        client().indices.put_alias(index=index.name, name=alias)
    return True
