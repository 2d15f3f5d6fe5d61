"""The pages of saved searches, in both languages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from search.models import SavedSearch
from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory
from tests.factories.saved import make_saved

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


@LANGUAGES
def test_a_member_saves_a_search_from_the_results_and_finds_it_in_the_list(client: Client, language: str) -> None:
    make_entry("Teripang kering")
    member = MemberFactory()
    with override(language):
        results, save, listed = reverse("search:results"), reverse("search:save"), reverse("search:saved")
    found = client.get(results, {"q": "teripang", "kind": "story"}).content.decode()
    assert f'href="{save}?q=teripang&amp;kind=story"' in found
    assert 'method="post"' not in found
    client.force_login(member)
    form = client.get(save, {"q": "teripang", "kind": "story"})
    assert 'value="teripang · ' in form.content.decode()
    sent = {"name": "Harga teripang", "rhythm": "weekly", "language": language, "idempotency_key": "k" * 24}
    for _time in range(2):
        response = client.post(f"{save}?q=teripang&kind=story", sent)
        assert response["Location"] == listed
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.rhythm, saved.language) == (member, "weekly", language)
    page = client.get(listed).content.decode()
    assert f'href="{results}?q=teripang&amp;kind=story"' in page
    assert "Harga teripang" in page


def test_a_visitor_is_led_to_the_login_and_back_to_the_form(client: Client) -> None:
    response = client.get("/cari/simpan/?q=teripang&kind=story")
    assert response["Location"] == "/akun/masuk/?next=/cari/simpan/%3Fq%3Dteripang%26kind%3Dstory"


def test_an_empty_search_offers_nothing_to_save(client: Client) -> None:
    assert reverse("search:save") not in client.get("/cari/").content.decode()
    client.force_login(MemberFactory())
    assert client.get("/cari/simpan/")["Location"] == "/cari/"


@pytest.mark.parametrize(
    ("query", "is_offered"),
    [
        ({"q": "teripang"}, True),
        ({"kind": "story"}, True),
        ({"q": '""'}, False),
        ({"q": "teripang kind:nirwana"}, False),
        ({"q": "teripang", "since": "2026-05-02", "until": "2026-05-02"}, False),
        ({"q": "é" * 200}, False),
    ],
    ids=["words", "a filter", "no word", "not understood", "no day", "too long"],
)
def test_only_what_would_be_saved_is_offered_to_be(client: Client, query: dict[str, str], is_offered: bool) -> None:
    make_entry("Teripang")
    page = client.get("/cari/", query)
    assert page.status_code == 200
    assert (reverse("search:save") in page.content.decode()) is is_offered
    client.force_login(MemberFactory())
    client.post(f"{reverse('search:save')}?{urlencode(query)}", {"name": "", "rhythm": "weekly", "language": "id"})
    assert SavedSearch.objects.exists() is is_offered


@pytest.mark.parametrize("text", ['""', "kind:nirwana", "-"])
def test_a_search_that_can_find_nothing_is_refused_in_a_sentence(client: Client, text: str) -> None:
    client.force_login(MemberFactory())
    sent = {"name": "", "rhythm": "weekly", "language": "id", "idempotency_key": "k" * 24}
    page = client.post(f"/cari/simpan/?{urlencode({'q': text})}", sent).content.decode()
    assert "Tidak ada yang dicari dalam pencarian ini." in page
    assert not SavedSearch.objects.exists()


def test_a_search_that_is_saved_already_is_offered_to_be_changed(client: Client) -> None:
    saved = make_saved()
    client.force_login(saved.user)
    assert client.get("/cari/simpan/?q=teripang&page=2")["Location"] == f"/cari/simpanan/{saved.pk}/ubah/"


@LANGUAGES
def test_one_changes_and_deletes_ones_own(client: Client, language: str) -> None:
    saved = make_saved()
    client.force_login(saved.user)
    with override(language):
        edit, delete = (reverse(f"search:saved_{verb}", args=[saved.pk]) for verb in ("edit", "delete"))
        listed = reverse("search:saved")
    assert saved.name in client.get(edit).content.decode()
    response = client.post(edit, {"name": "Lain", "rhythm": "never", "language": "en"})
    assert response["Location"] == listed
    saved.refresh_from_db()
    assert (saved.name, saved.rhythm, saved.language) == ("Lain", "never", "en")
    assert "Lain" in client.get(delete).content.decode()
    assert SavedSearch.objects.exists()
    for _time in range(2):
        assert client.post(delete, {"idempotency_key": "k" * 24})["Location"] == listed
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_the_search_of_another_is_not_there(client: Client, verb: str) -> None:
    saved = make_saved(name="Rahasia")
    client.force_login(MemberFactory())
    address = reverse(f"search:saved_{verb}", args=[saved.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"name": "x", "rhythm": "never", "language": "id"}).status_code == 404
    assert "Rahasia" not in client.get(reverse("search:saved")).content.decode()
    assert SavedSearch.objects.get().rhythm == "nightly"


def test_a_form_with_an_invented_rhythm_is_shown_again_with_what_was_typed(client: Client) -> None:
    client.force_login(MemberFactory())
    response = client.post("/cari/simpan/?q=teripang", {"name": "Punyaku", "rhythm": "hourly", "language": "id"})
    assert response.status_code == 200
    assert 'value="Punyaku"' in response.content.decode()
    assert not SavedSearch.objects.exists()


def test_who_has_too_many_or_is_suspended_is_told_so_above_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, sent = MemberFactory(), {"name": "", "rhythm": "never", "language": "en"}
    client.force_login(member)
    monkeypatch.setattr("search.saving.MOST", 0)
    response = client.post("/en/cari/simpan/?q=teripang", sent)
    assert "more are not possible" in response.content.decode()
    member.suspended_until = timezone.now() + timezone.timedelta(days=1)
    member.save()
    assert client.post("/en/cari/simpan/?q=teripang", sent).status_code == 403


def test_saving_too_often_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.saved_views.SAVE_RATE", "1/hour")
    client.force_login(MemberFactory())
    sent = {"name": "", "rhythm": "never", "language": "id"}
    codes = [client.post(f"/cari/simpan/?q=kata{number}", sent).status_code for number in range(2)]
    assert codes == [302, 429]


def test_an_empty_list_says_how_one_fills_it_and_stands_in_the_menu_of_the_account(client: Client) -> None:
    client.force_login(MemberFactory())
    page = client.get("/en/cari/simpanan/").content.decode()
    assert "No saved searches yet" in page
    assert '<a href="/en/cari/simpanan/">Saved searches</a>' in page


def test_the_list_has_pages_and_its_cost_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    member = MemberFactory()
    make_saved("q=kata0", member=member)
    client.force_login(member)
    client.get("/cari/simpanan/")
    with django_assert_max_num_queries(12) as few:
        client.get("/cari/simpanan/")
    for number in range(1, 21):
        make_saved(f"q=kata{number}", member=member)
    with django_assert_max_num_queries(len(few)):
        first = client.get("/cari/simpanan/").content.decode()
    assert "kata20" in first
    assert "q=kata0&" not in first + "&"
    assert 'href="/cari/?q=kata0"' in client.get("/cari/simpanan/?page=2").content.decode()
