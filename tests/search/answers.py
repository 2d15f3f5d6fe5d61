"""How the tests of the engines ask, and read an answer."""

from __future__ import annotations

from collections.abc import Callable

from search.engines import Answer, Question
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.words import Words

EVERYONE = frozenset({"everyone"})

Search = Callable[..., Answer]
Suggest = Callable[[str], list[str]]


def titles(answer: Answer) -> list[str]:
    return [hit.entry.title for hit in answer.hits]


def found(text: str) -> list[str]:
    """The titles of what Elasticsearch finds, in the order of the results."""
    return titles(ElasticsearchEngine().search(Question(Words.parse(text), EVERYONE, "id")))
