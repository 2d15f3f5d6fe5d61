"""What someone typed, as words and phrases, and as a query of each database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

from search.stop_words import STOP_WORDS

LONGEST = 200
MOST_WORDS = 12
# Words this short are matched whole: as beginnings they would match half the dictionary.
SHORTEST_BEGINNING = 4


@dataclass(frozen=True)
class Words:
    """The text as typed, and the terms found in it: each a word, or several that belong together."""

    text: str
    terms: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what was typed: bare words, and "phrases" in quotes; anything else only separates."""
        text = " ".join(text.replace("\0", " ").split())[:LONGEST]
        terms: list[tuple[str, ...]] = []
        for position, part in enumerate(re.split(r'["“”]', text)):
            words = tuple(re.findall(r"\w+", part.lower()))
            if position % 2 and words:
                terms.append(words)
            else:
                terms.extend((word,) for word in words)
        meaningful = [term for term in terms if len(term) > 1 or term[0] not in STOP_WORDS] or terms
        return cls(text=text, terms=tuple(dict.fromkeys(meaningful))[:MOST_WORDS])

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def is_several(self) -> bool:
        """Whether some of the words could match where all don't."""
        return len(self.terms) > 1

    def pattern(self) -> re.Pattern[str]:
        """What to mark in a text: each term from the beginning of a word, to its end where it is a beginning."""
        parts = []
        for term in sorted(self.terms, key=lambda term: -len("".join(term))):
            whole = r"\W+".join(map(re.escape, term))
            parts.append(whole + (r"\w*" if self._is_beginning(term) else r"\b"))
        return re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE)

    def for_sqlite(self, *, every: bool) -> str:
        """As a query of FTS5; the words are quoted, so nothing typed is read as its syntax."""
        parts = [f'"{" ".join(term)}"{"*" if self._is_beginning(term) else ""}' for term in self.terms]
        return (" AND " if every else " OR ").join(parts)

    def for_postgresql(self, *, every: bool) -> tuple[str, tuple[Any, ...]]:
        """As an SQL expression of type tsquery with its parameters: each term as typed, or stemmed."""
        parts, params = [], []
        for term in self.terms:
            typed = " <-> ".join(term) + (":*" if self._is_beginning(term) else "")
            parts.append(
                "(to_tsquery('simple', %s) || phraseto_tsquery('indonesian', %s) || phraseto_tsquery('english', %s))"
            )
            params += [typed, " ".join(term), " ".join(term)]
        return (" && " if every else " || ").join(parts), tuple(params)

    def _is_beginning(self, term: tuple[str, ...]) -> bool:
        return len(term) == 1 and len(term[0]) >= SHORTEST_BEGINNING
