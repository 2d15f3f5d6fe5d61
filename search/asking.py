"""Ask a search for somebody: what the page and the JSON have in common."""

from __future__ import annotations

from dataclasses import replace

from .cursors import read_cursor
from .engines import Answer
from .engines.breaker import answer as answer_from_engine
from .filters import Filters


def ask(
    filters: Filters, *, tokens: frozenset[str], language: str, per_page: int, page: int = 0, after: str = ""
) -> Answer:
    """Answer a page of the search for a viewer with these tokens: of a number, the first, or where a cursor goes on.

    Who asks for pages by their numbers is told where to go on from the last one only.

    Raises `ForgedCursorError` and `OtherEngineError`.
    """
    question = filters.question(tokens=tokens, language=language)
    question = replace(question, page=page or 1, per_page=per_page, is_numbered=bool(page) and not after)
    if after:
        question = replace(question, after=read_cursor(after, filters.address()))
    return answer_from_engine(question)
