"""What a name begins with, on every engine: whole words and the beginning of one more, also otherwise spelled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from search.engines.beginnings import MOST_WAYS, Beginning
from search.models import SynonymGroup
from search.wording import forget_wording
from tests.factories.entries import make_entry
from tests.factories.regions import make_region
from tests.search.answers import Suggest

pytestmark = pytest.mark.django_db


def test_the_earlier_words_are_whole_and_only_the_last_is_begun(suggest: Suggest) -> None:
    make_place("Kota Sorong", "sorong")
    make_place("Kota Tual", "tual")
    make_place("Kabupaten Sorong", "sorong")
    make_entry("Kotak sorong dari bambu")
    make_entry("Panen di kota Solo")
    assert suggest("kota so") == ["Kota Sorong", "Panen di kota Solo"]
    assert suggest("so kota") == []


def test_names_that_begin_so_lead_then_those_with_the_words_in_a_row(suggest: Suggest) -> None:
    make_place("Kecamatan Kei Besar", "kei besar")
    make_entry("Pulau Kei Besar dari udara")
    make_entry("Bersama nelayan Kei")
    for number in range(70):  # more than an engine ranks
        make_entry(f"Berlayar {number} hari ke Kei", date=timezone.now())
    assert suggest("kei be")[:2] == ["Kecamatan Kei Besar", "Pulau Kei Besar dari udara"]
    assert len(suggest("kei be")) == 8


def test_a_first_letter_tells_which_name_begins_so(suggest: Suggest) -> None:
    make_place("Kota Tual", "tual")
    make_place("Kota Sorong", "sorong")
    for number in range(9):
        make_entry(f"Jalan kota {number}")
    assert suggest("kota s")[0] == "Kota Sorong"


def test_a_place_or_what_is_told_comes_before_talk_that_merely_has_the_word(suggest: Suggest) -> None:
    make_entry("Ongkos kapal ke Langgur", kind="topic", popularity=10_000, date=timezone.now())
    make_place("Kecamatan Langgur", "langgur")
    make_entry("Langgur di pagi hari", date=timezone.now() - timedelta(days=4000))
    assert sorted(suggest("lang")[:2]) == ["Kecamatan Langgur", "Langgur di pagi hari"]
    assert suggest("lang")[2:] == ["Ongkos kapal ke Langgur"]


def test_what_bears_the_title_of_another_thing_is_not_suggested(suggest: Suggest) -> None:
    make_entry("Ongkos kapal", kind="post")
    make_entry("Ongkos kirim", kind="comment")
    assert suggest("ongkos") == []


def test_a_common_word_counts_as_it_stands(suggest: Suggest) -> None:
    make_entry("Malam di atas bagan")
    make_entry("Malam tanpa angin")
    assert suggest("malam di") == ["Malam di atas bagan"]
    assert suggest("malam di a") == ["Malam di atas bagan"]


def test_signs_within_a_name_may_be_typed_or_not(suggest: Suggest) -> None:
    for number in range(9):
        make_entry(f"Panen, {number} tali")
    make_entry("Tali yang sama, panen yang berbeda")
    for text in ("tali yang sama, pa", "tali yang sama pa"):
        assert suggest(text) == ["Tali yang sama, panen yang berbeda"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("8102", "Kabupaten Maluku Tenggara"),
        ("81.02", "Kabupaten Maluku Tenggara"),
        ("kab malra", "Kabupaten Maluku Tenggara"),
        ("kab maluku tengg", "Kabupaten Maluku Tenggara"),
        ("malra", "Kabupaten Maluku Tenggara"),
        ("kay kecil", "Kecamatan Kei Kecil"),
        ("kai ke", "Kecamatan Kei Kecil"),
        ("Soerabaja", "Kota Surabaya"),
        ("kota soerab", "Kota Surabaya"),
    ],
)
def test_a_code_without_dots_and_another_spelling_suggest_the_same(suggest: Suggest, text: str, name: str) -> None:
    make_region("81.02")
    teach("kab, kabupaten", "malra, maluku tenggara", "kei, kai, kay")
    make_place("Kabupaten Maluku Tenggara", "maluku tenggara", "81.02")
    make_place("Kecamatan Kei Kecil", "kei kecil", "81.02.01")
    make_place("Kota Surabaya", "surabaya", "35.78")
    make_place("Kabupaten Maluku Tengah", "maluku tengah", "81.01")
    assert suggest(text)[0] == name


def test_what_is_called_as_it_was_typed_comes_before_what_means_the_same(suggest: Suggest) -> None:
    teach("kei, kai, kay")
    make_place("Kecamatan Kei Kecil", "kei kecil")
    make_entry("Kai kecil dan anak-anaknya")
    assert suggest("kai kecil") == ["Kai kecil dan anak-anaknya", "Kecamatan Kei Kecil"]


def test_a_code_leads_to_the_regions_below_it_too(suggest: Suggest) -> None:
    make_region("81.02")
    make_place("Kabupaten Maluku Tenggara", "maluku tenggara", "81.02")
    make_place("Kecamatan Kei Kecil", "kei kecil", "81.02.01")
    assert suggest("8102") == suggest("81.02") == ["Kabupaten Maluku Tenggara", "Kecamatan Kei Kecil"]


@pytest.mark.parametrize("text", ["%", "_", "kota %", "\\", "kota _", "kota's", "- -", "81.", "(kota) so"])
def test_any_beginning_gets_an_answer(suggest: Suggest, text: str) -> None:
    make_entry("Pasar ikan")
    assert suggest(text) == []


def test_however_many_meanings_words_have_the_ways_to_write_them_are_few() -> None:
    for word in ("satu", "dua", "tiga"):
        teach(", ".join([word, *(f"{word}{number}" for number in range(12))]))
    typed = Beginning.read("satu dua tiga empat")
    assert len(typed.otherwise) <= 2 * MOST_WAYS


def make_place(title: str, *names: str) -> None:
    make_entry(title, kind="region", terms=[("name", name) for name in names])


def teach(*groups: str) -> None:
    for words in groups:
        SynonymGroup.objects.create(words=words)
    forget_wording(SynonymGroup)
