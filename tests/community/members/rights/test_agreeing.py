"""Who joined before the terms, or under older ones, is asked; once they agree, no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.members.models import Consent
from community.members.rights import agreeing, consents
from tests.factories.members import EditorFactory, MemberFactory

pytestmark = pytest.mark.django_db

SAID = {"name": "Maria Letsoin", "handle": "maria-letsoin", "agrees": "on"}
PAGE, BANNER = "/anggota/saya/setuju/", 'href="/anggota/saya/setuju/"'


def older(member) -> Consent:
    return Consent.objects.create(
        user=member,
        kind=Consent.Kind.TERMS,
        version="2025-01",
        language="id",
        text="Saya setuju.",
        agreed_at=timezone.now() - timedelta(days=400),
    )


@pytest.mark.parametrize("has_older", [True, False])
def test_who_never_agreed_or_only_to_older_words_is_asked_until_they_agree(client, has_older):
    member = MemberFactory(agreed=False)
    if has_older:
        older(member)
    client.force_login(member)
    for _time in range(2):
        assert BANNER in client.get("/anggota/").content.decode()
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, SAID).url == "/anggota/saya/data/"
    assert BANNER not in client.get("/anggota/").content.decode()
    standing = Consent.objects.get(withdrawn_at=None)
    assert (standing.kind, standing.version) == ("terms", consents.VERSION)


def test_the_older_consent_stays_readable_and_is_called_replaced_not_taken_back(client):
    member = MemberFactory(agreed=False)
    old = older(member)
    client.force_login(member)
    client.post(PAGE, SAID)
    old.refresh_from_db()
    assert old.is_replaced
    page = client.get("/anggota/saya/data/").content.decode()
    assert "diganti" in page
    assert "dicabut" not in page


def test_who_agreed_to_these_words_is_not_asked(client):
    member = MemberFactory(agreed=False)
    consents.record(user=member, kind=Consent.Kind.TERMS)
    client.force_login(member)
    assert BANNER not in client.get("/anggota/").content.decode()


def test_visitors_are_not_asked(client):
    assert BANNER not in client.get("/anggota/").content.decode()
    assert client.get(PAGE).status_code == 302


def test_without_the_tick_nothing_is_written_and_nothing_is_closed(client):
    client.force_login(MemberFactory(agreed=False))
    answer = client.post(PAGE, {})
    assert answer.context["form"].errors["agrees"]
    assert not Consent.objects.exists()
    assert client.get("/anggota/saya/data/").status_code == 200


def test_agreeing_twice_is_agreeing_once():
    member = MemberFactory(agreed=False)
    older(member)
    for _time in range(2):
        agreeing.agree(member=member)
    assert Consent.objects.filter(user=member).count() == 2
    assert Consent.objects.filter(user=member, withdrawn_at=None).count() == 1


def test_another_device_stops_asking_on_the_page_that_asks(client):
    member, other = MemberFactory(agreed=False), Client()
    other.force_login(member)
    client.force_login(member)
    client.post(PAGE, SAID)
    assert BANNER in other.get("/anggota/").content.decode()
    assert "Terima kasih" in other.get(PAGE).content.decode()
    assert BANNER not in other.get("/anggota/").content.decode()


def test_a_session_from_before_there_was_the_question_looks_it_up_once(client):
    client.force_login(MemberFactory(agreed=False))
    session = client.session
    del session[agreeing.ASKED]
    session.save()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert BANNER in client.get("/anggota/").content.decode()
        return sum("members_consent" in query["sql"] for query in captured.captured_queries)

    assert [asked(), asked()] == [1, 0]


WRITING = ["/forum/baru/", "/anggota/saya/", "/anggota/saya/foto/", "/organisasi/baru/"]


@pytest.mark.parametrize("page", WRITING)
def test_who_never_agreed_to_any_terms_does_so_before_they_write(client, page):
    client.force_login(MemberFactory(agreed=False))
    assert client.get(page).url == f"{PAGE}?next={page}"
    assert client.get(page, headers={"HX-Request": "true"}).headers["HX-Redirect"] == PAGE
    assert client.post(page, {"name": "Orang Lain"}).url == PAGE
    assert "sebelum menulis" in client.get("/anggota/").content.decode()
    client.post(PAGE, SAID)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", WRITING)
def test_who_agreed_to_older_words_writes_on_and_no_page_looks_it_up(client, page):
    member = MemberFactory(agreed=False)
    older(member)
    client.force_login(member)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    assert not any("members_consent" in query["sql"] for query in captured.captured_queries)
    banner = client.get("/anggota/").content.decode()
    assert "berubah sejak Anda bergabung" in banner
    assert "sebelum menulis" not in banner


def test_who_agreed_elsewhere_meanwhile_goes_on_to_where_they_wanted_to_write(client):
    member = MemberFactory(agreed=False)
    client.force_login(member)
    agreeing.agree(member=member)
    assert client.get(client.get("/forum/baru/").url).url == "/forum/baru/"
    assert client.get("/forum/baru/").status_code == 200


def test_who_was_taken_in_by_a_mentor_has_agreed():
    member = MemberFactory(agreed=False)
    assert agreeing.wanted_of(member) == agreeing.FIRST
    Consent.objects.create(user=member, kind=Consent.Kind.ASSISTED, version="2026-11", language="id", text="Ya.")
    assert agreeing.wanted_of(member) == agreeing.NEWER


def test_a_handle_that_is_taken_and_a_name_that_is_none_are_refused(client):
    MemberFactory(handle="petrus")
    client.force_login(member := MemberFactory(agreed=False, name="Orang Lain"))
    errors = client.post(PAGE, SAID | {"handle": "petrus", "name": "www.judi.example"}).context["form"].errors
    assert set(errors) == {"handle", "name"}
    assert not Consent.objects.filter(user=member).exists()


@pytest.mark.parametrize(("maker", "is_taken"), [(EditorFactory, True), (MemberFactory, False)])
def test_only_who_works_in_the_editing_room_says_that_they_are_called_by_an_office(client, maker, is_taken):
    member = maker(name="Bram", handle="bram", agreed=False)
    client.force_login(member)
    answer = client.post(PAGE, SAID | {"name": "Redaksi Maluku", "handle": "bram"})
    member.refresh_from_db()
    assert (answer.status_code, member.name) == ((302, "Redaksi Maluku") if is_taken else (200, "Bram"))
