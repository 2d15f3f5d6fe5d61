"""Words and phrases in one form, so that what editors list and what visitors type can be compared."""

from __future__ import annotations

import re
import unicodedata

ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")  # Latin letters with signs, and others of their neighbourhood


def folded(text: str) -> str:
    """Reduce a text to its words in lower case: “Kab. Maluku” and “kab maluku” are the same."""
    return " ".join(re.findall(r"\w+", text.lower()))


def unaccented(text: str) -> str:
    """Write Latin letters without their signs, each as one letter, so that all stands where it stood: é as e."""
    return text if text.isascii() else ACCENTED.sub(lambda found: _without_signs(found[0]), text)


def phrases_in(text: str) -> list[str]:
    """Read a list with commas or line breaks between its items: in lower case, spaces folded, each once."""
    tidied = (" ".join(part.lower().split()) for part in re.split(r"[,\r\n]+", text.replace("\0", " ")))
    phrases: dict[str, str] = {}
    for phrase in tidied:
        if key := folded(phrase):
            phrases.setdefault(key, phrase)
    return list(phrases.values())


def _without_signs(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if parts[0].isascii() and all(map(unicodedata.combining, parts[1:])) else letter
