import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories.mails import mails_to
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db
ASK, TYPE = "/akun/masuk/kode/", "/akun/masuk/kode/isi/"


def test_one_signs_in_by_a_mailed_code(client):
    user = MemberFactory(email="maria@example.org")
    assert client.get(ASK).status_code == 200
    assert client.post(ASK, {"email": "Maria@Example.org"}).url == TYPE
    assert client.get(TYPE).status_code == 200
    assert client.post(TYPE, {"code": mailed_code()}).url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_code_leads_on_to_where_one_wanted_to_go_but_never_to_another_host(client):
    MemberFactory(email="maria@example.org")
    for wanted, reached in (("/anggota/saya/", "/anggota/saya/"), ("https://evil.example/", "/")):
        client.post(ASK, {"email": "maria@example.org", "next": wanted})
        assert client.post(TYPE, {"code": mailed_code(), "next": wanted}).url == reached
        client.post("/akun/keluar/")


def test_the_mail_is_in_the_members_language_and_greets_by_name(client):
    MemberFactory(email="maria@example.org", language="en", name="Maria Letsoin")
    client.post(ASK, {"email": "maria@example.org"})
    assert "Hello Maria Letsoin," in mails_to("maria@example.org")[0].body


def test_asking_for_a_code_does_not_tell_whether_an_address_exists(client):
    MemberFactory(email="maria@example.org")
    pages = []
    for email in ("maria@example.org", "asing@example.org"):
        answer = client.post(ASK, {"email": email})
        pages.append((answer.status_code, answer.url, plain(client.get(TYPE), email)))
        pages[-1] += (plain(client.post(TYPE, {"code": "SALAH-1"}), email),)
        client.cookies.clear()
    assert pages[0] == pages[1]
    assert mails_to("asing@example.org") == []


def test_a_code_is_used_once(client, other_client):
    MemberFactory(email="maria@example.org")
    client.post(ASK, {"email": "maria@example.org"})
    code = mailed_code()
    client.post(TYPE, {"code": code})
    client.post("/akun/keluar/")
    assert client.post(TYPE, {"code": code}).url == ASK
    assert other_client.post(TYPE, {"code": code}).url == ASK


def test_three_wrong_codes_end_it(client):
    MemberFactory(email="maria@example.org")
    client.post(ASK, {"email": "maria@example.org"})
    code = mailed_code()
    for _time in range(3):
        client.post(TYPE, {"code": "SALAH-1"})
    assert client.post(TYPE, {"code": code}).url == ASK
    assert "_auth_user_id" not in client.session


def test_a_code_is_good_for_a_quarter_of_an_hour(client):
    MemberFactory(email="maria@example.org")
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False):
        client.post(ASK, {"email": "maria@example.org"})
    code = mailed_code()
    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        client.post(TYPE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_who_is_switched_off_gets_no_code(client):
    MemberFactory(email="maria@example.org", is_active=False)
    assert client.post(ASK, {"email": "maria@example.org"}).url == TYPE
    assert mails_to("maria@example.org") == []


@pytest.fixture
def other_client():
    return Client()


def mailed_code():
    return re.search(r"^[A-Z0-9]{2,}-?[A-Z0-9]{2,}$", mails_to("maria@example.org")[-1].body, re.M)[0]


def plain(answer, email):
    """The page without what differs anyway."""
    return re.sub(r'value="[^"]*"', "", answer.content.decode()).replace(email, "")
