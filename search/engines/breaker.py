"""Which engine answers: Elasticsearch while it is well and knows what changed, else the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from elastic_transport import ApiError, TransportError

from search.engines import Answer, Kinds, Question, Suggestion
from search.engines.catching_up import CatchingUp
from search.engines.database import NAME, DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing.client import is_used

AnswerT = TypeVar("AnswerT")

logger = logging.getLogger(__name__)
REST = 10  # seconds without a question after a failure


@dataclass
class Breaker:
    """Remembers a failure for this process, so that the visitors after the first don't wait for the next one."""

    closed_until: float = 0
    delivery: CatchingUp = field(default_factory=CatchingUp)

    def is_resting(self) -> bool:
        """Whether the server is left alone for now."""
        return time.monotonic() < self.closed_until

    def rest(self) -> None:
        """Leave the server alone for a while, and then until it has caught up."""
        self.closed_until = time.monotonic() + REST
        self.delivery.begin()


breaker = Breaker()


def answer(question: Question) -> Answer:
    """Answer from Elasticsearch if there is one and it is well and up to date, else from the database, and say so.

    Whoever goes on through the results stays with the engine that gave the first ones, as far as it can be.
    """
    answered = None
    if question.after[:1] != (NAME,) and (question.after or not _is_awaited()):
        answered = _ask_server(lambda engine: engine.search(question))
    if answered is None:
        answered = DatabaseEngine().search(question)
        answered.is_stand_in = is_used()
    else:
        answered.is_behind = breaker.delivery.is_late
    return answered


def suggest(text: str, tokens: frozenset[str], language: str, kinds: Kinds = ()) -> list[Suggestion]:
    """Suggest from Elasticsearch if there is one and it is well, else from the database."""
    suggested = _ask_server(lambda engine: engine.suggest(text, tokens, language, kinds))
    return DatabaseEngine().suggest(text, tokens, language, kinds) if suggested is None else suggested


def _is_awaited() -> bool:
    """Whether the server is well, as far as we know, but has to hear of what changed while it was not."""
    return is_used() and not breaker.is_resting() and breaker.delivery.is_awaited()


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
