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
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

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
    member = MemberFactory()
    if has_older:
        older(member)
    client.force_login(member)
    for _time in range(2):
        assert BANNER in client.get("/anggota/").content.decode()
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"agrees": "on"}).url == "/anggota/saya/data/"
    assert BANNER not in client.get("/anggota/").content.decode()
    standing = Consent.objects.get(withdrawn_at=None)
    assert (standing.kind, standing.version) == ("terms", consents.VERSION)


def test_the_older_consent_stays_readable_and_is_called_replaced_not_taken_back(client):
    member = MemberFactory()
    old = older(member)
    client.force_login(member)
    client.post(PAGE, {"agrees": "on"})
    old.refresh_from_db()
    assert old.is_replaced
    page = client.get("/anggota/saya/data/").content.decode()
    assert "diganti" in page
    assert "dicabut" not in page


def test_who_agreed_to_these_words_is_not_asked(client):
    member = MemberFactory()
    consents.record(user=member, kind=Consent.Kind.TERMS)
    client.force_login(member)
    assert BANNER not in client.get("/anggota/").content.decode()


def test_visitors_are_not_asked(client):
    assert BANNER not in client.get("/anggota/").content.decode()
    assert client.get(PAGE).status_code == 302


def test_without_the_tick_nothing_is_written_and_nothing_is_closed(client):
    client.force_login(MemberFactory())
    answer = client.post(PAGE, {})
    assert answer.context["form"].errors["agrees"]
    assert not Consent.objects.exists()
    assert client.get("/anggota/saya/").status_code == 200


def test_agreeing_twice_is_agreeing_once():
    member = MemberFactory()
    older(member)
    for _time in range(2):
        agreeing.agree(member=member)
    assert Consent.objects.filter(user=member).count() == 2
    assert Consent.objects.filter(user=member, withdrawn_at=None).count() == 1


def test_another_device_stops_asking_on_the_page_that_asks(client):
    member, other = MemberFactory(), Client()
    other.force_login(member)
    client.force_login(member)
    client.post(PAGE, {"agrees": "on"})
    assert BANNER in other.get("/anggota/").content.decode()
    assert "Terima kasih" in other.get(PAGE).content.decode()
    assert BANNER not in other.get("/anggota/").content.decode()


def test_a_session_from_before_there_was_the_question_looks_it_up_once(client):
    client.force_login(MemberFactory())
    session = client.session
    del session[agreeing.ASKED]
    session.save()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert BANNER in client.get("/anggota/").content.decode()
        return sum("members_consent" in query["sql"] for query in captured.captured_queries)

    assert [asked(), asked()] == [1, 0]
