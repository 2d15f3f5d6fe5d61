"""Words in the spelling of before 1972, as on old maps, letters and signs: Soerabaja, Tjiandjoer, Atjeh."""

from __future__ import annotations

import re

# Van Ophuijsen (1901) and Soewandi (1947) wrote so what is written as on the right since 1972 (EYD).
NOW = {"oe": "u", "tj": "c", "dj": "j", "nj": "ny", "sj": "sy", "ch": "kh", "j": "y"}
OLD = re.compile("|".join(NOW))
# The spelling of today has none of these, so a word that has one is old, or of another language.
MARKS = re.compile("oe|tj|dj")


def respelled(word: str) -> str:
    """Write a word in lower case as it is spelled today; the same where nothing shows that it is old."""
    return OLD.sub(lambda found: NOW[found[0]], word) if MARKS.search(word) else word
