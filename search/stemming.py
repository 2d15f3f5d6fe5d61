"""Stems of words, by the same algorithms (Snowball) as the databases use."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer

STEMMERS = {"id": snowballstemmer.stemmer("indonesian"), "en": snowballstemmer.stemmer("english")}


def stemmed_keys(words: tuple[str, ...]) -> list[str]:
    """Give the forms under which a phrase is looked up: as it stands, and stemmed in either language."""
    return [" ".join(words), *(f"{code}:{' '.join(_stem(code, word) for word in words)}" for code in STEMMERS)]


@lru_cache(maxsize=20_000)
def _stem(code: str, word: str) -> str:
    return str(STEMMERS[code].stemWord(word))
