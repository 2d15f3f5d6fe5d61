"""Every way in is closed to who is suspended, and tells only those who have proved who they are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from community.members.models import User
from tests.factories.mails import link_in, mails_to
from tests.factories.members import PASSWORD, AdministratorFactory, MemberFactory
from tests.factories.second_factors import code_of, give_app

pytestmark = pytest.mark.django_db

PAGE = "/akun/ditangguhkan/"
SIGN_IN, CODE, STEP = "/akun/masuk/", "/akun/masuk/kode/", "/akun/masuk/langkah-kedua/"
REASON = "Iklan <b>berulang</b> di forum"


def suspended(**fields) -> User:
    until = timezone.now() + timedelta(days=7)
    return MemberFactory(email="maria@example.org", suspended_until=until, suspended_reason=REASON, **fields)


def sign_in(client: Client, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": "maria@example.org", "password": password})


def is_out(client: Client) -> bool:
    return "_auth_user_id" not in client.session


def test_the_password_leads_to_the_page_that_says_until_when_why_and_how_to_reply(client, settings):
    settings.CONTACT_EMAIL = "redaksi@example.org"
    user = suspended(name="Maria Letsoin")
    assert sign_in(client).url == PAGE
    assert is_out(client)
    answer = client.get(PAGE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert "Iklan &lt;b&gt;berulang&lt;/b&gt; di forum" in page
    assert "Maria Letsoin" in page
    assert f"{user.suspended_until:%Y}" in page
    assert "mailto:redaksi@example.org" in page


def test_the_page_speaks_english_too(client):
    suspended()
    sign_in(client)
    assert "Your account is suspended" in client.get(f"/en{PAGE}").content.decode()


def test_a_mailed_code_leads_there(client):
    suspended()
    client.post(CODE, {"email": "maria@example.org"})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mails_to("maria@example.org")[-1].body, re.MULTILINE)[1]
    assert client.post(f"{CODE}isi/", {"code": code}).url == PAGE
    assert is_out(client)


def test_a_password_alone_tells_nothing_where_a_second_factor_is_asked(client):
    secret = give_app(suspended())
    assert sign_in(client).url == STEP
    assert client.get(PAGE).url == "/"
    assert client.post(STEP, {"code": code_of(secret)}).url == PAGE
    assert is_out(client)


def test_a_link_for_a_new_password_changes_it_and_opens_nothing(client):
    suspended()
    client.post("/akun/sandi/lupa/", {"email": "maria@example.org"})
    form = client.get(link_in(mails_to("maria@example.org")[-1])).url
    client.post(form, {"password1": "kayu-hanyut-3391", "password2": "kayu-hanyut-3391"})
    assert is_out(client)
    assert sign_in(client, "kayu-hanyut-3391").url == PAGE
    assert is_out(client)


def test_the_confirmed_address_opens_nothing(client):
    suspended(verified=False)
    sign_in(client)
    link = link_in(mails_to("maria@example.org")[-1])
    assert client.post(link, {"password": PASSWORD}).url == PAGE
    assert is_out(client)


def test_a_wrong_password_learns_no_more_than_for_any_other_account(client, other_client):
    suspended()
    MemberFactory(email="petrus@example.org")
    one = client.post(SIGN_IN, {"login": "maria@example.org", "password": "salah-sekali-1"}).content.decode()
    two = other_client.post(SIGN_IN, {"login": "petrus@example.org", "password": "salah-sekali-1"}).content.decode()
    assert _plain(one, "maria") == _plain(two, "petrus")
    assert REASON not in one
    assert client.get(PAGE).url == "/"


def test_a_visitor_who_proved_nothing_reads_nothing(client):
    suspended()
    assert client.get(PAGE).url == "/"


def test_when_the_time_is_over_one_comes_in_and_the_page_is_empty(client):
    user = suspended()
    sign_in(client)
    User.objects.filter(pk=user.pk).update(suspended_until=timezone.now() - timedelta(seconds=1))
    assert client.get(PAGE).url == "/"
    assert sign_in(client).url == "/"
    assert not is_out(client)


def test_whoever_uses_the_device_a_quarter_of_an_hour_later_reads_nothing(client):
    suspended()
    sign_in(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.get(PAGE).url == "/"


def test_administrators_are_turned_away_alike(client):
    AdministratorFactory(email="maria@example.org", suspended_until=timezone.now() + timedelta(days=1))
    assert sign_in(client).url == PAGE
    assert client.get("/admin/").status_code == 302


@pytest.fixture
def other_client() -> Client:
    return Client()


def _plain(page: str, name: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce-\S+', "", page).replace(name, "x")
