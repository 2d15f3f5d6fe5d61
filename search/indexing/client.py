"""The connection to Elasticsearch, where `SEARCH_URL` names one."""

from __future__ import annotations

from functools import cache
from math import ceil

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.serializer import (
    CompatibilityModeJsonSerializer,
    CompatibilityModeNdjsonSerializer,
    OrjsonSerializer,
)

SEARCH_WAIT, BULK_WAIT = 2, 30  # seconds; the first for all calls of a page together
STEPS = 4  # of a second, to which a wait is rounded: a client is made for each


class Json(OrjsonSerializer):
    """What the server answers, read several times as fast as by the standard library."""

    mimetype = CompatibilityModeJsonSerializer.mimetype


class Lines(CompatibilityModeNdjsonSerializer):
    """Many operations in one call, written as fast."""

    json_dumps = OrjsonSerializer.json_dumps


def is_used() -> bool:
    """Say whether the site has an Elasticsearch at all."""
    return bool(settings.SEARCH_URL)


def client() -> Elasticsearch:
    """Return the process's client; it opens connections as they are needed."""
    return _client(settings.SEARCH_URL)


def searcher(seconds: float) -> Elasticsearch:
    """Return a client for who waits for a page, for so many seconds at most."""
    return _searcher(settings.SEARCH_URL, ceil(seconds * STEPS))


def refresh() -> None:
    """Have what was delivered found at once, by who must not miss it; else it takes the server a second."""
    client().indices.refresh(index=settings.SEARCH_INDEX)


@cache
def _client(url: str) -> Elasticsearch:
    # Who asks decides whether to ask again: a search must not wait, and a bulk is repeated from the table.
    return Elasticsearch(
        url,
        request_timeout=BULK_WAIT,
        max_retries=0,
        retry_on_timeout=False,
        serializers={serializer.mimetype: serializer for serializer in (Json(), Lines())},
    )


@cache
def _searcher(url: str, steps: int) -> Elasticsearch:
    return _client(url).options(request_timeout=steps / STEPS)
