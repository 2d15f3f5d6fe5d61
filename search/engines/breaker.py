"""Which engine answers: Elasticsearch while it is well, else the database, until it is well again."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from elastic_transport import ApiError, TransportError

from search.engines import Answer, Question
from search.engines.database import DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing.client import is_used

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
    if not is_used():
        return DatabaseEngine().search(question)
    if not breaker.is_resting():
        try:
            return ElasticsearchEngine().search(question)
        except (ApiError, TransportError) as error:
            breaker.rest()
            logger.warning("The search is answered from the database: %s", error)
    stand_in = DatabaseEngine().search(question)
    stand_in.is_stand_in = True
    return stand_in
