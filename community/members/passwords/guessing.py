"""When a password is made of words that everybody tries first."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("words.txt")
LONGEST = 4096  # longer ones are not read: whoever sends megabytes wants to keep the site busy
MOST_WORDS = 2  # different ones in a row; one word may be repeated as often as one likes
LOOKALIKES = str.maketrans("4@310!5$7", "aaeioisst")


def is_guessable(password: str) -> bool:
    """Tell whether a password is one or two common words, with numbers and signs before, after or between them."""
    return len(password) <= LONGEST and any(_is_made_of_words(text) for text in _readings(password))


@cache
def common_words() -> frozenset[str]:
    """Read the list."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _readings(password: str) -> set[str]:
    """Give the letters of a password, and as they read when signs inside stand for letters: `s4y4ng` is `sayang`."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", password).casefold() if not unicodedata.combining(sign)
    )
    letters = [place for place, sign in enumerate(plain) if sign.isalpha()]
    begun = plain[: letters[-1] + 1] if letters else ""  # without the numbers at the end
    core = begun[letters[0] :] if letters else ""  # nor those before
    return {_letters(plain), _letters(core.translate(LOOKALIKES)), _letters(begun.translate(LOOKALIKES))}


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


def _is_made_of_words(text: str, left: int = MOST_WORDS) -> bool:
    words = common_words()
    if text in words:
        return True
    beginnings = [word for word in words if text.startswith(word)]
    if any(text == word * (len(text) // len(word)) for word in beginnings):
        return True
    return left > 1 and any(_is_made_of_words(text[len(word) :], left - 1) for word in beginnings)
