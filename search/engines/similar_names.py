"""Words of titles that are written like unknown ones, where Elasticsearch proposes none.

It is asked only for words with the same first letter, since to look through all of them takes too long. Our own table
of spellings finds the others by equality, as it does for the embedded engine.
"""

from __future__ import annotations

from search.engines import Question
from search.engines.database_queries import stands
from search.engines.elasticsearch_queries import Similar
from search.spelling import mended


def similar_names(question: Question, known: Similar) -> dict[str, list[str]]:
    """Give the word that was meant, for each that stands in nothing the viewer may see and isn't `known`."""
    terms = (term for term in question.words.terms if not (term.is_phrase or term.others))
    unknown = [word for term in terms for word in term.words if word.isalpha() and word not in known]
    meant = mended(unknown, stands=lambda word: stands(word, question.tokens))
    return {word: [other] for word, other in meant.items() if not stands(word, question.tokens)}
