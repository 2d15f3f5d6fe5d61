"""A real Elasticsearch, and an index of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from search.engines import Answer, Question
from search.engines.database import DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.words import Words
from search.indexing.client import client
from search.indexing.delivery import deliver_pending
from search.wording import synonyms
from tests.conftest import scope_of
from tests.search.answers import EVERYONE, Search, Suggest
from tests.services.conftest import started
from tests.services.elasticsearch import elasticsearch


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    yield from started(elasticsearch())


@pytest.fixture
def elastic(request: pytest.FixtureRequest, elasticsearch_url: str, settings: Any) -> Iterator[str]:
    """Let the site use the server, under a name that no other test has; return the name."""
    assert scope_of(request.node.nodeid) == "elasticsearch", "Name it so, or another process starts a server too."
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


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.services)])
def deliver(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Let the site search with an engine; return a function after which that knows all that was written."""
    if request.param == "elasticsearch":
        deliver: Callable[[], None] = request.getfixturevalue("catch_up")
        return deliver
    return lambda: None


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.services)])
def search(request: pytest.FixtureRequest) -> Search:
    """Ask an engine, which knows all that was written before."""
    engine, catch_up = DatabaseEngine(), None
    if request.param == "elasticsearch":
        engine, catch_up = ElasticsearchEngine(), request.getfixturevalue("catch_up")

    def ask(text: str, tokens: frozenset[str] = EVERYONE, language: str = "id", **filters: object) -> Answer:
        if catch_up:
            catch_up()
        return engine.search(Question(Words.parse(text, synonyms()), tokens, language, **filters))

    return ask


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.services)])
def suggest(request: pytest.FixtureRequest) -> Suggest:
    """Ask an engine for titles that begin so."""
    engine, catch_up = DatabaseEngine(), None
    if request.param == "elasticsearch":
        engine, catch_up = ElasticsearchEngine(), request.getfixturevalue("catch_up")

    def ask(text: str) -> list[str]:
        if catch_up:
            catch_up()
        return [row.entry.title for row in engine.suggest(text, EVERYONE, "id")]

    return ask
