"""How the tests of the engines ask, and read an answer."""

from __future__ import annotations

from collections.abc import Callable

from search.engines import Answer

EVERYONE = frozenset({"everyone"})

Search = Callable[..., Answer]
Suggest = Callable[[str], list[str]]


def titles(answer: Answer) -> list[str]:
    return [hit.entry.title for hit in answer.hits]
