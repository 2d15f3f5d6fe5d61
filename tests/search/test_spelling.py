"""Words that are proposed for those with a typing error: learned from public titles, forgotten at night."""

from __future__ import annotations

import pytest

from search.models import Spelling
from search.services import forget, refresh_many
from search.sources import SOURCES
from search.spelling import learn, mended
from search.tasks import reconcile
from tests.factories.hiding import restrict
from tests.factories.regions import make_region
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db


def test_at_night_a_word_is_forgotten_that_no_public_title_has_any_more_and_one_in_use_is_kept() -> None:
    renamed, closed = make_story("Wangsalengkara berlayar"), make_story("Malarastriguna berlayar")
    make_story("Sulamaniyah berlayar")
    assert known("wangsalengkara", "malarastriguna", "sulamaniyah", "berlayar") == 4
    renamed.title = "Pelabuhan lama"
    renamed.save_revision().publish()
    restrict(closed)
    reconcile()
    assert known("wangsalengkara", "malarastriguna") == 0
    assert known("pelabuhan", "sulamaniyah", "berlayar") == 3
    assert not Spelling.objects.filter(variant="wangsalengkar").exists()


def test_at_night_the_other_names_of_a_region_are_kept_as_long_as_it_is_there() -> None:
    region = make_region("81.02", name="Kei", alternative_names=["Evavia"])
    refresh_many("region", SOURCES["region"].things())
    reconcile()
    assert known("evavia") == 1
    forget("region", [str(region.pk)])
    region.delete()
    reconcile()
    assert known("evavia") == 0


def test_of_the_words_that_may_be_meant_the_nearest_is_given_that_stands_somewhere() -> None:
    learn(["Langgar", "Langgur"])
    assert mended(["langgir"], stands=lambda word: True) == {"langgir": "langgar"}
    assert mended(["langgir"], stands=lambda word: word == "langgur") == {"langgir": "langgur"}
    assert mended(["langgir"], stands=lambda word: False) == {}


def test_a_letter_that_was_not_doubled_is_missed_more_often_than_another_is_typed() -> None:
    learn(["Renfan", "Petrus Renyaan"])
    assert mended(["renyan"], stands=lambda word: True) == {"renyan": "renyaan"}
    assert mended(["renyan"], stands=lambda word: word != "renyaan") == {"renyan": "renfan"}


def test_two_letters_that_were_left_out_are_found_where_no_nearer_word_is_known() -> None:
    learn(["Kota Makassar", "Kabupaten Tenggara", "Tengger"])
    assert mended(["makasr"], stands=lambda word: True) == {"makasr": "makassar"}
    assert mended(["tengra"], stands=lambda word: True) == {"tengra": "tenggara"}
    assert mended(["tenger"], stands=lambda word: True) == {"tenger": "tengger"}
    for other in ("akasar", "makar", "makassarrr", "maksra", "makassar"):
        assert mended([other], stands=lambda word: True) == {}


def known(*words: str) -> int:
    """How many of these words may be proposed."""
    return Spelling.objects.filter(word__in=words).values("word").distinct().count()
