"""What is marked in a hit, and that nothing of a text becomes HTML."""

from __future__ import annotations

from search.engines.excerpts import mark
from search.engines.words import Words


def test_words_that_follow_one_another_are_marked_as_one() -> None:
    assert mark("Bibit rumput laut memutih", Words.parse("rumput laut")) == "Bibit <mark>rumput laut</mark> memutih"


def test_words_with_something_between_are_marked_apart() -> None:
    marked = mark("Rumput, lalu laut", Words.parse("rumput laut"))

    assert marked == "<mark>Rumput</mark>, lalu <mark>laut</mark>"


def test_html_in_a_text_stays_text() -> None:
    assert mark("<b>laut</b>", Words.parse("laut")) == "&lt;b&gt;<mark>laut</mark>&lt;/b&gt;"


def test_accents_make_no_difference_and_stay_in_the_text() -> None:
    words = Words.parse("kafe kéi")
    assert mark("Kafé di Kei", words) == "<mark>Kafé</mark> di <mark>Kei</mark>"
