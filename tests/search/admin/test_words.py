"""Synonyms and protected words in the editing room."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from search.admin import SearchViewSetGroup
from search.admin.words import WordViewSet
from search.models import ProtectedWord, SynonymGroup
from search.wording import synonyms
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory
from tests.factories.wording import make_synonyms, make_word_editor

pytestmark = pytest.mark.django_db
NAMES = ("search_synonyms", "search_promotions", "search_protected_words")


@pytest.mark.parametrize("person", [AdministratorFactory, make_word_editor])
def test_synonyms_are_added_changed_and_deleted_and_the_history_tells(client, person):
    client.force_login(person())
    assert client.post(reverse("search_synonyms:add"), {"words": "Sinoli\nSagu Lempeng"}).status_code == 302
    group = SynonymGroup.objects.get(words="sinoli, sagu lempeng")
    client.post(reverse("search_synonyms:edit", args=[group.pk]), {"words": "sinoli, keladi"})
    assert synonyms()["sinoli"] == {"keladi"}
    assert client.get(reverse("search_synonyms:history", args=[group.pk])).status_code == 200
    client.post(reverse("search_synonyms:delete", args=[group.pk]))
    assert "sinoli" not in synonyms()
    actions = ModelLogEntry.objects.filter(object_id=str(group.pk)).values_list("action", flat=True)
    assert {"wagtail.create", "wagtail.edit", "wagtail.delete"} <= set(actions)


def test_a_list_can_be_searched(client):
    make_synonyms()
    client.force_login(make_word_editor())
    assert "sinoli" in client.get(reverse("search_synonyms:index"), {"q": "lempeng"}).content.decode()
    assert "sinoli" not in client.get(reverse("search_synonyms:index"), {"q": "seaweed"}).content.decode()
    assert "maluku" in client.get(reverse("search_protected_words:index"), {"q": "malu"}).content.decode()


def test_a_word_is_protected_once(client):
    client.force_login(make_word_editor())
    assert client.post(reverse("search_protected_words:add"), {"word": "Watlar"}).status_code == 302
    assert ProtectedWord.objects.filter(word="watlar").exists()
    for refused in ("MALUKU", "dua kata"):
        answer = client.post(reverse("search_protected_words:add"), {"word": refused})
        assert answer.context["form"].errors.keys() == {"word"}


def test_a_group_with_one_word_is_refused_beside_the_field(client):
    client.force_login(make_word_editor())
    answer = client.post(reverse("search_synonyms:add"), {"words": "sendiri"})
    assert answer.context["form"].errors.keys() == {"words"}
    assert "sendiri" in answer.content.decode()


@pytest.mark.parametrize("odd", ["kind:event", "JENIS:acara", "kopra -asap", "-asap", '"rumput laut"', "“agar-agar”"])
def test_a_group_of_what_is_not_looked_for_as_words_is_refused_and_says_which(client, odd):
    client.force_login(make_word_editor())
    answer = client.post(reverse("search_synonyms:add"), {"words": f"keladi, {odd}, sinoli"})
    [refusal] = answer.context["form"].errors["words"]
    assert f"“{odd.lower()}”" in refusal
    assert not SynonymGroup.objects.filter(words__contains="keladi").exists()


@pytest.mark.parametrize(
    "words", ["agar-agar, a/c", 'pipa 5", pipa lima inci', "jam: waktu, pukul", "teri - teri, bilis"]
)
def test_signs_that_only_part_words_are_taken(client, words):
    client.force_login(make_word_editor())
    assert client.post(reverse("search_synonyms:add"), {"words": words}).status_code == 302


@pytest.mark.parametrize("words", ["sagu lempeng, sinoli", "SINOLI\nSagu-Lempeng", "sinoli, sinoli, sagu lempeng"])
def test_a_group_that_is_there_already_is_refused_and_named(client, words):
    first = make_synonyms()
    client.force_login(make_word_editor())
    answer = client.post(reverse("search_synonyms:add"), {"words": words})
    assert "“sagu lempeng, sinoli”" in answer.context["form"].errors["words"][0]
    other = make_synonyms("sinoli, keladi")
    answer = client.post(reverse("search_synonyms:edit", args=[other.pk]), {"words": words})
    assert answer.context["form"].errors.keys() == {"words"}
    assert client.post(reverse("search_synonyms:edit", args=[first.pk]), {"words": words}).status_code == 302


def test_a_word_may_stand_in_several_groups(client):
    make_synonyms("sinoli, sagu lempeng")
    client.force_login(make_word_editor())
    for words in ("sinoli, keladi", "sinoli, sagu lempeng, keladi"):
        assert client.post(reverse("search_synonyms:add"), {"words": words}).status_code == 302
    assert synonyms()["sinoli"] == {"sagu lempeng", "keladi"}


@pytest.mark.parametrize("name", ["search_synonyms", "search_promotions"])
def test_the_form_holds_the_words_of_its_address(client, name):
    client.force_login(make_word_editor())
    page = client.get(reverse(f"{name}:add"), {"words": "rumput <laut>"}).content.decode()
    assert "rumput &lt;laut&gt;" in page
    assert "rumput <laut>" not in page


@pytest.mark.parametrize("person", [MemberFactory, EditorFactory])
@pytest.mark.parametrize("name", NAMES)
def test_without_the_right_nothing_opens(client, person, name):
    client.force_login(person())
    for page in ("index", "add"):
        answer = client.get(reverse(f"{name}:{page}"))
        assert answer.status_code in (302, 403)
    client.post(reverse("search_synonyms:add"), {"words": "sinoli, keladi"})
    assert not SynonymGroup.objects.filter(words__contains="sinoli").exists()


def test_the_list_takes_the_same_queries_however_long_it_is(client, django_assert_max_num_queries):
    client.force_login(make_word_editor())
    SynonymGroup.objects.all().delete()
    make_synonyms()
    address = reverse("search_synonyms:index")
    client.get(address)
    with django_assert_max_num_queries(14):
        client.get(address)
    for number in range(30):
        make_synonyms(f"satu {number}, dua {number}")
    with django_assert_max_num_queries(14):
        client.get(address)


def test_the_menu_shows_what_one_may_use(client, settings):
    assert menu_of(client, AdministratorFactory()) == {"insight", "synonyms", "promotions", "protected-words"}
    assert menu_of(client, make_word_editor()) == {"insight", "synonyms", "promotions", "protected-words"}
    settings.SEARCH_URL = "http://127.0.0.1:9"
    assert menu_of(client, AdministratorFactory()) >= {"refusals", "indexes"}
    assert "refusals" not in menu_of(client, make_word_editor())


def test_who_may_use_nothing_of_it_has_no_line_in_the_menu(client):
    assert menu_of(client, EditorFactory()) == set()


def test_no_list_of_the_search_writes_the_reference_index():
    lists = [viewset for viewset in SearchViewSetGroup.items if issubclass(viewset, WordViewSet)]
    assert len(lists) == 3
    assert not any(viewset.add_to_reference_index for viewset in lists)


def menu_of(client, user) -> set[str]:
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    names = ("insight", "synonyms", "promotions", "protected-words", "refusals", "indexes")
    return {name for name in names if f"/admin/search/{name}/" in page}
