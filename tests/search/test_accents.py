"""A word with accents is the same word without them, on every engine."""

from __future__ import annotations

import pytest

from search.engines.words import rewritten
from search.models import SynonymGroup
from search.spelling import learn
from search.wording import promotions_for, synonyms
from tests.factories.entries import make_entry
from tests.factories.wording import make_promotion
from tests.search.answers import Search, titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["sinóli", "SÎNOLI", "sínolî"])
def test_it_gives_the_same_results_in_the_same_order(search: Search, text: str) -> None:
    SynonymGroup.objects.create(words="sinoli, sagu lempeng")
    make_entry("Sinoli", kind="region", terms=[("name", "sinoli")])
    make_entry("Sampai di Sinoli", body="Dari sinoli ke sinoli")
    make_entry("Sagu lempeng dari dapur")
    make_entry("Berlayar", body="Tiga hari ke Sinoli")
    for number in range(9):  # so that the word is none that stands everywhere
        make_entry(f"Jangkar {number}")
    plain = titles(search("sinoli"))
    assert plain[0] == "Sinoli"
    assert len(plain) == 4
    assert titles(search(text)) == plain


def test_it_is_marked_where_it_stands_without_and_with_them(search: Search) -> None:
    make_entry("Sinoli dari dapur")
    make_entry("Kafé Sinoli", body="Menunya sinoli.")
    without = next(hit for hit in search("sinóli").hits if "dapur" in hit.title)
    assert without.title == "<mark>Sinoli</mark> dari dapur"
    with_them = search("kafé").hits[0]
    assert with_them.title == "<mark>Kafé</mark> Sinoli"


def test_a_name_with_accents_is_found_first_as_it_is_written(search: Search) -> None:
    make_entry("Rapat di Kafé, kafé, kafé", kind="topic")
    make_entry("Kafé", kind="organisation")
    assert titles(search("kafé"))[0] == "Kafé"


def test_one_with_a_typing_error_is_mended_in_the_text_that_was_meant(search: Search) -> None:
    make_entry("Kabupaten Maluku Tenggara", kind="region")
    learn(["Kabupaten Maluku Tenggara"])
    mended = search("téngara").mended
    assert rewritten("kab Téngara", mended) == "kab tenggara"


def test_what_editors_teach_counts_with_and_without_them() -> None:
    SynonymGroup.objects.create(words="kafé, warung")
    promotion = make_promotion("kafé")
    assert synonyms()["kafe"] == {"warung"}
    assert promotions_for("Kafe") == promotions_for("kafé") == [promotion.entry.group]
