"""What editors taught the search, as the engines ask for it."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from home.services.editors import make_editors
from search.models import Promotion, ProtectedWord, SynonymGroup
from search.short_names import DIRECTIONS, SHORT_REGENCIES
from search.wording import promotions_for, protected_words, synonyms
from search.wording_defaults import MORE_SYNONYMS, PROTECTED_WORDS, SYNONYMS
from tests.factories.home import make_home
from tests.factories.members import MemberFactory
from tests.factories.wording import make_entry, make_promotion, make_synonyms, today

added = import_module("search.migrations.0011_more_synonyms")
shortened = import_module("search.migrations.0012_short_regencies")
directed = import_module("search.migrations.0014_directions")
pytestmark = pytest.mark.django_db


def test_the_search_knows_the_programme_from_the_start():
    shipped = {*SYNONYMS, *MORE_SYNONYMS, *SHORT_REGENCIES, *DIRECTIONS}
    assert SynonymGroup.objects.count() == len(shipped)
    assert protected_words() == frozenset(PROTECTED_WORDS)
    assert "badan usaha milik desa" in synonyms()["bumdes"]
    assert synonyms()["seaweed"] == {"rumput laut", "agar agar"}
    assert "kepulauan tanimbar" in synonyms()["mtb"]
    assert synonyms()["malteng"] == {"maluku tengah", "central maluku"}


def test_what_is_added_later_reaches_a_site_that_is_there_and_spares_what_its_editors_did():
    schema = SimpleNamespace(connection=connection)
    SynonymGroup.objects.filter(words__in=[*MORE_SYNONYMS, "kei, kai, kay, evav"]).delete()
    SynonymGroup.objects.create(words="kei, kai, kay, rumah kami")
    added.teach(apps, schema)
    assert SynonymGroup.objects.filter(words__in=MORE_SYNONYMS).count() == len(MORE_SYNONYMS)
    assert not SynonymGroup.objects.filter(words="kei, kai, kay, evav").exists()
    added.unteach(apps, schema)
    assert not SynonymGroup.objects.filter(words__in=MORE_SYNONYMS).exists()


def test_short_names_of_regencies_come_and_go_and_spare_what_editors_changed():
    schema = SimpleNamespace(connection=connection)
    known = next(iter(shortened.CHANGED))
    shortened.unteach(apps, schema)
    assert not SynonymGroup.objects.filter(words__in=SHORT_REGENCIES).exists()
    SynonymGroup.objects.filter(words=known).update(words=f"{known}, jamdena")
    shortened.teach(apps, schema)
    assert SynonymGroup.objects.filter(words__in=SHORT_REGENCIES).count() == len(SHORT_REGENCIES)
    assert SynonymGroup.objects.get(words__startswith=known).words == f"{known}, jamdena"


def test_directions_in_one_word_are_taught_once_also_where_an_editor_has_one():
    schema = SimpleNamespace(connection=connection)
    assert "barat daya" in synonyms()["baratdaya"]
    directed.unteach(apps, schema)
    assert not SynonymGroup.objects.filter(words__in=DIRECTIONS).exists()
    SynonymGroup.objects.create(words=DIRECTIONS[0])
    directed.teach(apps, schema)
    assert sorted(SynonymGroup.objects.filter(words__in=DIRECTIONS).values_list("words", flat=True)) == sorted(
        DIRECTIONS
    )


def test_a_phrase_in_two_groups_has_the_meanings_of_both_and_lends_neither_to_the_other():
    make_synonyms("enau, aren, sagu merah")
    make_synonyms("aren, gula merah")
    assert synonyms()["aren"] == {"enau", "sagu merah", "gula merah"}
    assert synonyms()["gula merah"] == {"aren"}


def test_a_list_is_tidied_when_it_is_saved():
    assert make_synonyms(" Kebun Raya ,kebun  raya,\nTaman").words == "kebun raya, taman"
    assert make_promotion("Bibit,  BIBIT, bibit muda").words == "bibit, bibit muda"
    assert ProtectedWord.objects.create(word=" Watlar ").word == "watlar"


@pytest.mark.parametrize(
    "words",
    ["", "sendiri", "sama, SAMA.", "pendek, " + "x" * 81, "pendek, a b c d e f g", ", ".join(map(str, range(31)))],
)
def test_a_group_of_too_few_too_many_or_too_long_phrases_is_refused(words):
    with pytest.raises(ValidationError) as refused:
        SynonymGroup(words=words).full_clean()
    assert refused.value.message_dict.keys() == {"words"}


def test_a_group_at_the_limits_is_taken():
    SynonymGroup(words="a b c d e f, " + "x" * 80).full_clean()
    SynonymGroup(words=", ".join(map(str, range(30)))).full_clean()


@pytest.mark.parametrize("word", ["dua kata", "agar-agar", "titik.", "", "Maluku"])
def test_only_one_new_word_can_be_protected(word):
    with pytest.raises(ValidationError) as refused:
        ProtectedWord(word=word).full_clean()
    assert refused.value.message_dict.keys() == {"word"}


def test_a_protected_word_stands_once_whatever_its_case():
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtectedWord.objects.create(word="MALUKU")


def test_just_these_words_lead_to_the_promoted_result():
    promotion = make_promotion("bibit muda, benih rumput-laut")
    for text in ("Bibit  Muda", "“bibit muda”", "benih rumput laut"):
        assert promotions_for(text) == [promotion.entry.group]
    for text in ("bibit", "bibit muda langgur", ""):
        assert promotions_for(text) == []


@pytest.mark.parametrize(
    ("first", "last", "is_shown"),
    [(None, None, True), (0, 0, True), (-3, None, True), (1, None, False), (None, -1, False), (None, 5, True)],
)
def test_a_promotion_holds_from_its_first_day_to_its_last(first, last, is_shown):
    days = {"starts_on": first, "ends_on": last}
    make_promotion(**{name: today() + timedelta(days=n) for name, n in days.items() if n is not None})
    assert bool(promotions_for("bibit")) == is_shown


def test_a_promotion_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError) as refused:
        Promotion(words="x", entry=make_entry(), starts_on=today(), ends_on=today() - timedelta(days=1)).full_clean()
    assert refused.value.message_dict.keys() == {"ends_on"}


def test_the_newest_three_promotions_are_given_each_group_once():
    groups = [make_promotion(entry=make_entry(f"/{n}/")).entry.group for n in range(4)]
    again = make_promotion(entry=Promotion.objects.get(entry__group=groups[3]).entry)
    assert promotions_for("bibit") == [again.entry.group, groups[2], groups[1]]


def test_what_was_deleted_is_not_promoted():
    make_promotion(entry=make_entry(is_deleted=True))
    assert promotions_for("bibit") == []


def test_a_search_on_a_warm_process_costs_no_query(django_assert_num_queries):
    make_promotion()
    for queries in (3, 0):
        with django_assert_num_queries(queries):
            synonyms(), protected_words(), promotions_for("bibit"), promotions_for("lain")


def test_nothing_taught_is_remembered_too(django_assert_num_queries):
    SynonymGroup.objects.all().delete()
    synonyms()
    with django_assert_num_queries(0):
        assert synonyms() == {}


def test_a_change_takes_effect_at_once():
    group, word, promotion = make_synonyms(), ProtectedWord.objects.create(word="watlar"), make_promotion()
    assert "sinoli" in synonyms()
    assert "watlar" in protected_words()
    assert promotions_for("bibit")
    group.words, word.word, promotion.words = "sinoli, keladi", "watran", "benih"
    for each in (group, word, promotion):
        each.save()
    assert synonyms()["sinoli"] == {"keladi"}
    assert {"watlar", "watran"} & protected_words() == {"watran"}
    assert (promotions_for("bibit"), promotions_for("benih")) == ([], [promotion.entry.group])
    for each in (group, word, promotion):
        each.delete()
    assert "sinoli" not in synonyms()
    assert "watran" not in protected_words()
    assert promotions_for("benih") == []


def test_what_another_process_read_before_the_commit_is_forgotten_after_it(django_capture_on_commit_callbacks: Any):
    with django_capture_on_commit_callbacks(execute=True):
        make_synonyms()
        cache.set("search.synonyms", "an edition", 60)
    assert "sinoli" in synonyms()


def test_a_promotion_goes_with_the_entry():
    promotion = make_promotion()
    assert promotions_for("bibit")
    promotion.entry.delete()
    assert promotions_for("bibit") == []


def test_the_editors_group_may_teach_the_search():
    make_home()
    editor = MemberFactory()
    editor.groups.add(make_editors())
    for model in ("synonymgroup", "protectedword", "promotion"):
        assert all(editor.has_perm(f"search.{verb}_{model}") for verb in ("add", "change", "delete"))
