"""Words in the spelling of before 1972."""

from __future__ import annotations

import pytest

from search.engines.words import Words
from search.old_spelling import respelled


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("soerabaja", "surabaya"),
        ("tjiandjoer", "cianjur"),
        ("atjeh", "aceh"),
        ("banjoewangi", "banyuwangi"),
        ("bandjarmasin", "banjarmasin"),
        ("tandjoeng", "tanjung"),
        ("achmadoel", "akhmadul"),
    ],
)
def test_an_old_spelling_becomes_that_of_today(old: str, today: str) -> None:
    assert respelled(old) == today


@pytest.mark.parametrize("word", ["jawa", "banjir", "kerja", "isjarat", "school", "surabaya", "81.02"])
def test_a_word_that_may_be_of_today_stays(word: str) -> None:
    assert respelled(word) == word


def test_the_word_as_typed_is_looked_for_too() -> None:
    (term,) = Words.parse("Soekarno").terms
    assert term.meanings == (("soekarno",), ("sukarno",))
