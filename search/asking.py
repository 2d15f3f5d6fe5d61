"""Ask a search for somebody: what the page and the JSON have in common."""

from __future__ import annotations

from dataclasses import replace

from .cursors import read_cursor
from .engines import Answer
from .engines.breaker import answer as answer_from_engine
from .filters import Filters


def ask(
    filters: Filters, *, tokens: frozenset[str], language: str, per_page: int, page: int = 1, after: str = ""
) -> Answer:
    """Answer a page of the search for a viewer with these tokens, by its number or from where a cursor goes on.

    Raises `ForgedCursorError` and `OtherEngineError`.
    """
    question = replace(filters.question(tokens=tokens, language=language), page=page, per_page=per_page)
    if after:
        question = replace(question, after=read_cursor(after, filters.address()))
    return answer_from_engine(question)
