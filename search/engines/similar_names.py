"""Words of titles that are written like unknown ones, where Elasticsearch proposes none.

It proposes only words with the same first letter, since to look through all of them takes too long. Our own table of
spellings finds the others by equality, as it does for the embedded engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from search.engines import Question
from search.engines.elasticsearch_queries import Similar, standing_in
from search.engines.elasticsearch_server import ask
from search.spelling import similar

MOST = 5  # words for one, of those that our table has


def similar_names(question: Question, known: Similar) -> dict[str, list[str]]:
    """Give the words that may be meant, for each that stands in nothing the viewer may see and isn't `known`."""
    terms = (term for term in question.words.terms if not (term.is_phrase or term.others))
    asked = [word for term in terms for word in term.words if word.isalpha() and word not in known]
    proposed = {word: others[:MOST] for word, others in similar(asked).items()}
    if not proposed:
        return {}
    count = counts_of(ask(**standing_in(question.tokens, {*proposed, *chain(*proposed.values())})))
    standing = {word: list(filter(count.get, others)) for word, others in proposed.items() if not count[word]}
    return {word: others for word, others in standing.items() if others}


def counts_of(standing: Mapping[str, Any]) -> dict[str, int]:
    """Read in how much of what the viewer may see each word stands."""
    return {word: said["doc_count"] for word, said in standing["aggregations"]["words"]["buckets"].items()}
