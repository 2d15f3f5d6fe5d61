"""Which engine answers: Elasticsearch while it is well, else the database, until it is well again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from elastic_transport import ApiError, TransportError

from search.engines import Answer, Question, Suggestion
from search.engines.database import DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing.client import is_used

AnswerT = TypeVar("AnswerT")

logger = logging.getLogger(__name__)
REST = 10  # seconds without a question after a failure


@dataclass
class Breaker:
    """Remembers a failure for this process, so that the visitors after the first don't wait for the next one."""

    closed_until: float = 0

    def is_resting(self) -> bool:
        """Whether the server is left alone for now."""
        return time.monotonic() < self.closed_until

    def rest(self) -> None:
        """Leave the server alone for a while."""
        self.closed_until = time.monotonic() + REST


breaker = Breaker()


def answer(question: Question) -> Answer:
    """Answer from Elasticsearch if there is one and it is well, else from the database, and say so."""
    answered = _ask_server(lambda engine: engine.search(question))
    if answered is None:
        answered = DatabaseEngine().search(question)
        answered.is_stand_in = is_used()
    return answered


def suggest(text: str, tokens: frozenset[str], language: str) -> list[Suggestion]:
    """Suggest from Elasticsearch if there is one and it is well, else from the database."""
    suggested = _ask_server(lambda engine: engine.suggest(text, tokens, language))
    return DatabaseEngine().suggest(text, tokens, language) if suggested is None else suggested


def _ask_server(ask: Callable[[ElasticsearchEngine], AnswerT]) -> AnswerT | None:
    """Ask Elasticsearch; None where there is none, or it is left alone for now, or has just failed."""
    if not is_used() or breaker.is_resting():
        return None
    try:
        return ask(ElasticsearchEngine())
    except (ApiError, TransportError) as error:
        breaker.rest()
        logger.warning("The search is answered from the database: %s", error)
        return None
