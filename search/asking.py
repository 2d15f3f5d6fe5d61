"""Ask a search for somebody: what the page and the JSON have in common."""

from __future__ import annotations

from dataclasses import replace

from .cursors import read_cursor
from .engines import Answer
from .engines.breaker import answer as answer_from_engine
from .engines.words import rewritten
from .filters import Filters


def ask(
    filters: Filters,
    *,
    tokens: frozenset[str],
    language: str,
    per_page: int,
    page: int = 1,
    is_numbered: bool = False,
    after: str = "",
) -> Answer:
    """Answer a page of the search for a viewer with these tokens, by its number or from where a cursor goes on.

    Where the next page is asked for by its number too, `is_numbered`, the answer need not say where to go on.

    Raises `ForgedCursorError` and `OtherEngineError`.
    """
    if filters.is_left_out:
        return Answer()
    question = filters.question(tokens=tokens, language=language)
    question = replace(question, page=page, per_page=per_page, is_numbered=is_numbered)
    if after:
        question = replace(question, after=read_cursor(after, filters.address()))
    answer = answer_from_engine(question)
    if answer.mended:
        answer.meant = rewritten(filters.text, answer.mended)
    return answer
