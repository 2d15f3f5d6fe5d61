"""A real Elasticsearch, and an index of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from search.indexing.client import client
from search.indexing.delivery import deliver_pending
from tests.services.conftest import started
from tests.services.elasticsearch import elasticsearch


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    yield from started(elasticsearch())


@pytest.fixture
def elastic(elasticsearch_url: str, settings: Any) -> Iterator[str]:
    """Let the site use the server, under a name that no other test has; return the name."""
    settings.SEARCH_URL = elasticsearch_url
    settings.SEARCH_INDEX = f"test-{uuid4().hex[:12]}"
    yield settings.SEARCH_INDEX
    for name in client().indices.get(index=f"{settings.SEARCH_INDEX}-*"):
        client().indices.delete(index=name)


@pytest.fixture
def catch_up(elastic: str) -> Callable[[], None]:
    """Return a function after which all that was written is found."""

    def deliver() -> None:
        deliver_pending()
        client().indices.refresh(index=elastic)

    return deliver
