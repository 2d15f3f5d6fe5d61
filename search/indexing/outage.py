"""While Elasticsearch takes nothing: said once when that begins and once when it is over, however often it is tried."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from elastic_transport import ApiError, TransportError
from outbox.claims import TryLater
from outbox.services import settle

from .delivery import Busy, deliver_pending

logger = logging.getLogger(__name__)
AWAY = "search.delivery.away"


@contextmanager
def tried_later() -> Iterator[None]:
    """Have a task tried again, without a trace in the log, while the server is away, refuses or is too busy."""
    try:
        yield
    except (ApiError, TransportError, Busy) as error:
        raise TryLater(f"{type(error).__name__}: {error}".removesuffix(": ")) from error


def deliver_and_tell() -> None:
    """Bring what changed, or raise `TryLater`; tell when that begins to fail, and when it works again."""
    try:
        with tried_later():
            deliver_pending()
    except TryLater as error:
        if cache.add(AWAY, True, timeout=None):
            logger.error("Elasticsearch takes nothing; what changed waits and is brought later: %s", error)
        raise
    if cache.delete(AWAY):
        logger.info("Elasticsearch takes what changed again")
        # A job that failed for good would keep the next change from being brought at once.
        settle("search.tasks.deliver")
