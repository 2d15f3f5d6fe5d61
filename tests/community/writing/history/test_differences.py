"""What is different between two texts: marked by words, whole and harmless."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.writing.history.differences import differences
from tests.factories.hostile import CHOICES, two_texts


def test_words_are_marked_on_both_sides():
    sides = differences("Bibit putih di Elat.", "Bibit merah di Elat, Kei.")
    assert sides.before == "Bibit <del>putih</del> di Elat."
    assert sides.after == "Bibit <ins>merah</ins> di Elat<ins>, Kei</ins>."


def test_what_is_the_same_is_not_marked():
    sides = differences("Satu.\n\nDua.", "Satu.\n\nDua.")
    assert sides.before == sides.after == "Satu.<br><br>Dua."
    assert sides.is_same


def test_a_word_in_one_of_many_paragraphs_is_found():
    before = "\n".join(f"Alinea {number} tentang rumput laut di Kei." for number in range(300))
    sides = differences(before, before.replace("Alinea 150 tentang", "Alinea 150 perihal"))
    assert re.findall("<del>(.*?)</del>", sides.before) == ["tentang"]
    assert re.findall("<ins>(.*?)</ins>", sides.after) == ["perihal"]


def test_one_word_in_a_paragraph_of_five_thousand_is_found():
    words = [f"kata{number}" for number in range(5_000)]
    sides = differences(" ".join(words), " ".join([*words[:2_500], "baru", *words[2_501:]]))
    assert re.findall("<del>(.*?)</del>", sides.before) == ["kata2500"]


def test_markup_is_shown_as_it_was_typed():
    sides = differences("<script>alert(1)</script>", "<b>&amp;</b> <script>alert(1)</script>")
    for side in (sides.before, sides.after):
        assert "<script" not in side
        assert "<b>" not in side


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n.<&", max_size=60), st.text(alphabet="ab \n.<&", max_size=60))
def test_each_side_says_the_whole_text(before, after):
    sides = differences(before, after)
    assert plain(sides.before) == before
    assert plain(sides.after) == after


@pytest.mark.parametrize(("words", "ending", "seed"), CHOICES)
def test_each_side_of_the_longest_texts_says_the_whole_text_too(words, ending, seed):
    before, after = two_texts(words, ending, seed)
    sides = differences(before, after)
    assert (plain(sides.before), plain(sides.after)) == (before, after)
    assert not sides.is_same


def plain(side: str) -> str:
    return html.unescape(re.sub("</?(?:ins|del)>", "", side).replace("<br>", "\n"))
