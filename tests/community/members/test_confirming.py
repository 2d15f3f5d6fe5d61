"""Confirming an address: who reads the mail comes in only with the password that they typed themselves."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from community.members.models import User
from community.members.receivers import prove_mailbox
from community.members.services import replace_address
from tests.factories.mails import link_in, mails_to
from tests.factories.members import PASSWORD, MemberFactory
from tests.factories.second_factors import give_app

pytestmark = pytest.mark.django_db
SIGN_UP, SIGN_IN, SENT = "/akun/daftar/", "/akun/masuk/", "/akun/surel/konfirmasi/"
MARIA, THEIRS, OWN = "maria@example.org", "kuda-laut-besar-99", "perahu-merah-1985"
WRONG = "Ini bukan kata sandi"


@pytest.fixture(autouse=True)
def _afresh():
    cache.clear()
    with translation.override("id"):
        yield


@pytest.fixture
def hers():
    """Maria joins, and somebody else joins with her address after her; her browser, and the link of the newer mail."""
    client = Client()
    sign_up(client)
    sign_up(Client(), name="Orang Lain", password1=THEIRS)
    return client, link_in(mails_to(MARIA)[-1])


def test_whoever_joined_before_does_not_come_in_by_the_link_of_a_later_sign_up(hers):
    client, link = hers
    assert 'name="password"' in text_of(client, link)
    for typed in ({}, {"password": ""}, {"password": PASSWORD}):
        assert client.post(link, typed).status_code == 200
    assert WRONG in client.post(link, {"password": PASSWORD}).content.decode()
    assert not EmailAddress.objects.get().verified
    assert "_auth_user_id" not in client.session


def test_she_sets_a_password_of_her_own_and_that_of_the_other_one_never_opens_the_account(hers):
    client, link = hers
    user = User.objects.get()
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    form = client.get(client.post(link, {"own": "1"}).url).url
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not SocialAccount.objects.exists()
    assert not EmailAddress.objects.get().verified
    assert client.post(form, {"password1": OWN}).url == "/akun/sandi/baru/"
    assert EmailAddress.objects.get().verified
    assert not comes_in(THEIRS)
    assert comes_in(OWN)
    assert not user.consents.exists()  # the other one agreed to the terms; she is asked when she signs in


def test_once_she_has_begun_nobody_signs_up_into_her_way(hers):
    client, link = hers
    form = client.get(client.post(link, {"own": "1"}).url).url
    sign_up(Client(), name="Orang Lain", password1=THEIRS)
    assert client.post(form, {"password1": OWN}).url == "/akun/sandi/baru/"
    assert comes_in(OWN)


def test_who_did_not_finish_begins_again_by_the_same_link(hers):
    client, link = hers
    client.post(link, {"own": "1"})
    assert 'name="own"' in text_of(Client(), link)
    form = client.get(client.post(link, {"own": "1"}).url).url
    client.post(form, {"password1": OWN})
    assert comes_in(OWN)
    assert client.post(link, {"own": "1"}).status_code == 404


def test_on_another_device_she_types_the_password_and_is_in():
    sign_up(Client())
    link, device = link_in(mails_to(MARIA)[-1]), Client()
    assert 'name="password"' in text_of(device, link)
    assert device.post(link, {"password": PASSWORD}).url == "/"
    assert EmailAddress.objects.get().verified
    assert device.session["_auth_user_id"] == str(User.objects.get().pk)


def test_the_browser_that_signed_up_need_not_ask_but_only_for_a_quarter_of_an_hour(client):
    sign_up(client)
    link = link_in(mails_to(MARIA)[-1])
    assert 'name="password"' not in text_of(client, link)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        assert 'name="password"' in text_of(client, link)
        assert client.post(link).status_code == 200
        assert not EmailAddress.objects.get().verified
        assert client.post(link, {"password": PASSWORD}).url == "/"


def test_who_tried_to_sign_in_before_types_the_password_with_the_link_as_anywhere(client):
    MemberFactory(email=MARIA, verified=False)
    client.post(SIGN_IN, {"login": MARIA, "password": PASSWORD})
    link = link_in(mails_to(MARIA)[-1])
    assert 'name="password"' in text_of(client, link)
    assert client.post(link, {"password": PASSWORD}).url == "/"
    assert "_auth_user_id" in client.session


def test_passwords_are_guessed_at_only_so_often_and_ones_own_can_be_set_all_the_same(hers):
    client, link = hers
    answers = [Client().post(link, {"password": "salah-sekali-1"}).status_code for _time in range(6)]
    assert answers == [200] * 5 + [429]
    assert Client().post(link, {"password": THEIRS}).status_code == 429
    assert client.post(link, {"own": "1"}).status_code == 302


def test_setting_ones_own_is_begun_only_so_often(hers):
    client, link = hers
    assert [client.post(link, {"own": "1"}).status_code for _time in range(6)] == [302] * 5 + [429]


def test_the_second_step_is_asked_for_on_another_device_too():
    user = MemberFactory(email=MARIA, verified=False)
    give_app(user)
    Client().post(SIGN_IN, {"login": MARIA, "password": PASSWORD})
    device = Client()
    assert device.post(link_in(mails_to(MARIA)[-1]), {"password": PASSWORD}).url == "/akun/masuk/langkah-kedua/"
    assert "_auth_user_id" not in device.session


def test_who_came_in_before_keeps_the_old_password_until_there_is_a_new_one():
    user = MemberFactory(email="lama@example.org", last_login=timezone.now())
    user.email = MARIA
    user.save()
    replace_address(user=user)
    Client().post(SIGN_IN, {"login": MARIA, "password": PASSWORD})
    link, device = link_in(mails_to(MARIA)[-1]), Client()
    form = device.get(device.post(link, {"own": "1"}).url).url
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    device.post(form, {"password1": OWN})
    assert comes_in(OWN)
    assert not comes_in(PASSWORD)


def test_who_joined_without_a_password_sets_one_on_another_device(client):
    user = MemberFactory(email=MARIA, verified=False, password=None)
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    with request_context(RequestFactory().get("/")) as request:
        EmailAddress.objects.get().send_confirmation(request)
    link = link_in(mails_to(MARIA)[-1])
    for typed in ("", "!", user.password):
        assert client.post(link, {"password": typed}).status_code == 200
    client.post(client.get(client.post(link, {"own": "1"}).url).url, {"password1": OWN})
    assert comes_in(OWN)
    assert not SocialAccount.objects.exists()


def test_an_account_that_is_switched_off_stays_closed():
    user = MemberFactory(email=MARIA, verified=False)
    Client().post(SIGN_IN, {"login": MARIA, "password": PASSWORD})
    link, device = link_in(mails_to(MARIA)[-1]), Client()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert device.post(link, {"password": PASSWORD}).url == "/akun/nonaktif/"
    assert "_auth_user_id" not in device.session


def test_the_mail_says_what_is_asked_for_elsewhere_in_both_languages():
    sign_up(Client())
    assert "sandi yang Anda pilih" in mails_to(MARIA)[-1].body
    Client().post(f"/en{SIGN_UP}", typed(email="inggris@example.org"))
    assert "the password that you chose" in mails_to("inggris@example.org")[-1].body


def test_a_new_password_confirms_nothing_once_somebody_else_has_signed_up_in_the_same_moment():
    sign_up(Client())
    before = User.objects.get()
    sign_up(Client(), password1=THEIRS)
    request = RequestFactory().get("/")
    SessionMiddleware(lambda request: None).process_request(request)
    with request_context(request):
        prove_mailbox(sender=User, request=request, user=before)
    assert not EmailAddress.objects.get().verified


def test_sending_the_mail_again_says_so_and_when_the_next_can_go(client):
    sign_up(client)
    said = f"Surel sedang dikirim ke {MARIA}. Surel berikutnya dapat dikirim tiga menit sesudahnya."
    assert text_of(client, SENT).count(said) == 1
    assert "Kirim surelnya lagi" in text_of(client, SENT)
    assert said in client.post(SENT, follow=True).content.decode()
    assert len(mails_to(MARIA)) == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3, seconds=1)):
        assert said in client.post(SENT, follow=True).content.decode()
    first, again = mails_to(MARIA)
    assert link_in(again).startswith(SENT)
    assert "konfirmasi" in first.body


def test_it_reads_alike_for_the_address_of_a_member_who_only_hears_that_they_are_one():
    MemberFactory(email="yosina@example.org")
    pages = []
    for email in (MARIA, "yosina@example.org"):
        client = Client()
        sign_up(client, email=email)
        client.get(SENT)
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=4)):
            pages.append(plain(client.post(SENT, follow=True), email))
        assert len(mails_to(email)) == 2
    assert pages[0] == pages[1]
    assert "konfirmasi" not in mails_to("yosina@example.org")[-1].body


@pytest.mark.parametrize("meanwhile", ["confirmed", "joined by somebody else"])
def test_nothing_goes_to_an_account_that_is_no_longer_as_it_was_and_it_reads_alike(client, meanwhile):
    sign_up(client)
    if meanwhile == "confirmed":
        Client().post(link_in(mails_to(MARIA)[-1]), {"password": PASSWORD})
    else:
        sign_up(Client(), password1=THEIRS)
    count = len(mails_to(MARIA))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=4)):
        assert f"Surel sedang dikirim ke {MARIA}" in client.post(SENT, follow=True).content.decode()
    assert len(mails_to(MARIA)) == count


def test_signing_in_before_the_address_is_confirmed_mails_the_link_again_but_not_each_time(client):
    MemberFactory(email=MARIA, verified=False)
    for _time in range(2):
        page = client.post(SIGN_IN, {"login": MARIA, "password": PASSWORD}).content.decode()
        assert "atau alamatnya belum dikonfirmasi" in page
    assert len(mails_to(MARIA)) == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3, seconds=1)):
        client.post(SIGN_IN, {"login": MARIA, "password": PASSWORD})
    assert len(mails_to(MARIA)) == 2
    assert link_in(mails_to(MARIA)[-1]).startswith(SENT)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_signing_up_and_then_in_tells_of_no_account(elsewhere):
    MemberFactory(email="yosina@example.org")
    told = []
    for email in (MARIA, "yosina@example.org"):
        client = Client()
        sign_up(client, email=email, password1=THEIRS)
        client.get(SENT)
        client = Client() if elsewhere else client
        answers = [client.post(SIGN_IN, {"login": email, "password": THEIRS}) for _time in range(6)]
        told.append([(answer.status_code, sorted(answer.cookies), plain(answer, email)) for answer in answers])
        told[-1].append(plain(client.get(SENT), email))
    assert told[0] == told[1]
    assert [answer[0] for answer in told[0][:6]] == [200] * 5 + [429]


def test_it_is_sent_again_only_so_often_and_to_nobody_without_a_sign_up(client):
    answer = client.post(SENT, follow=True)
    assert answer.redirect_chain == [(SENT, 302)]
    assert "Silakan masuk" in answer.content.decode()
    assert "Kirim surelnya lagi" not in text_of(client, SENT)
    sign_up(client)
    assert [client.post(SENT).status_code for _time in range(6)] == [302] * 5 + [429]


def typed(**fields):
    joining = {"name": "Maria Letsoin", "email": MARIA, "password1": PASSWORD, "handle": "", "agrees": "on"}
    return joining | fields


def sign_up(client, **fields):
    return client.post(SIGN_UP, typed(**fields))


def comes_in(password):
    client = Client()
    client.post(SIGN_IN, {"login": MARIA, "password": password})
    return "_auth_user_id" in client.session


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def plain(answer, email):
    return re.sub(r'value="[^"]*"', "", answer.content.decode()).replace(email, "")
