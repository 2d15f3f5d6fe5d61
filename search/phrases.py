"""Words and phrases in one form, so that what editors list and what visitors type can be compared."""

from __future__ import annotations

import re


def folded(text: str) -> str:
    """Reduce a text to its words in lower case: “Kab. Maluku” and “kab maluku” are the same."""
    return " ".join(re.findall(r"\w+", text.lower()))


def phrases_in(text: str) -> list[str]:
    """Read a list with commas or line breaks between its items: in lower case, spaces folded, each once."""
    tidied = (" ".join(part.lower().split()) for part in re.split(r"[,\r\n]+", text.replace("\0", " ")))
    phrases: dict[str, str] = {}
    for phrase in tidied:
        if key := folded(phrase):
            phrases.setdefault(key, phrase)
    return list(phrases.values())
