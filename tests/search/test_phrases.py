"""Words and phrases in one form."""

from __future__ import annotations

import pytest

from search.phrases import folded, phrases_in, unaccented
from search.short_names import DIRECTIONS, SHORT_REGENCIES
from search.wording_defaults import MORE_SYNONYMS, PROTECTED_WORDS, SYNONYMS

GROUPS = (*SYNONYMS, *MORE_SYNONYMS, *SHORT_REGENCIES, *DIRECTIONS)


@pytest.mark.parametrize(
    ("text", "same"),
    [("Kab. Maluku", "kab maluku"), ("agar-agar", "agar agar"), ("  a \n b ", "a b"), ("…!", ""), ("", "")],
)
def test_only_words_count_in_lower_case(text, same):
    assert folded(text) == same


def test_a_list_is_read_with_commas_and_lines_and_each_phrase_once():
    assert phrases_in("Kab,  Kabupaten\nkab.\r\n,, Rumput   Laut, — ,") == ["kab", "kabupaten", "rumput laut"]


def test_what_the_search_knows_from_the_start_is_written_as_it_is_stored():
    assert [each for each in GROUPS if ", ".join(phrases_in(each)) != each or len(phrases_in(each)) < 2] == []
    assert len(set(GROUPS)) == len(GROUPS)
    assert [each for each in PROTECTED_WORDS if folded(each) != each or " " in each] == []
    assert len(set(PROTECTED_WORDS)) == len(PROTECTED_WORDS)


def test_no_synonym_is_a_single_letter():
    assert [each for each in GROUPS if min(map(len, phrases_in(each))) < 2] == []


@pytest.mark.parametrize(
    ("text", "plain"), [("Kéi, Ñusa ẽ", "Kei, Nusa e"), ("øre ĳs œuvre ß ×", "øre ĳs œuvre ß ×"), ("が Й ἄ", "が Й ἄ")]
)
def test_only_latin_letters_lose_their_signs_and_each_stays_one(text, plain):
    assert unaccented(text) == plain
