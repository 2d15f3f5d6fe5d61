"""Stems of words, by the same algorithms (Snowball) as the databases use."""

from __future__ import annotations

from functools import lru_cache
from threading import local

import snowballstemmer

LANGUAGES = {"id": "indonesian", "en": "english"}


class Stemmers(local):
    """A stemmer for each language; each thread has its own, since they keep the word that they work on."""

    def __init__(self) -> None:
        self.by_code = {code: snowballstemmer.stemmer(language) for code, language in LANGUAGES.items()}


stemmers = Stemmers()


def stemmed_keys(words: tuple[str, ...]) -> list[str]:
    """Give the forms under which a phrase is looked up: as it stands, and stemmed in either language."""
    return [" ".join(words), *(f"{code}:{' '.join(_stem(code, word) for word in words)}" for code in LANGUAGES)]


@lru_cache(maxsize=20_000)
def _stem(code: str, word: str) -> str:
    return str(stemmers.by_code[code].stemWord(word))
