import re
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

from community.members.handles import fold
from community.members.models import Handle, User
from community.members.services import replace_address
from tests.factories.mails import link_in, mails_to
from tests.factories.members import PASSWORD, MemberFactory, ModeratorFactory
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
SIGN_UP, ASK, TYPE, RESET = "/akun/daftar/", "/akun/masuk/kode/", "/akun/masuk/kode/isi/", "/akun/sandi/lupa/"
MARIA, THEIRS = "maria@example.org", "kuda-laut-besar-99"
AGREE = "/anggota/saya/setuju/"
ASKED = 'href="/anggota/saya/setuju/"'


def on_postgres(test):
    """Let threads meet in a database that has more than one connection."""
    test = pytest.mark.django_db(transaction=True, serialized_rollback=True)(test)
    return pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")(test)


@pytest.fixture(autouse=True)
def _afresh():
    cache.clear()
    with translation.override("id"):
        yield


def test_who_signs_up_again_replaces_what_somebody_else_set_before():
    sign_up(name="Orang Lain", password1=THEIRS, handle="orang-lain")
    SocialAccount.objects.create(user=User.objects.get(), provider="google", uid="1")
    client = Client()
    sign_up(client)
    first, last = mails_to(MARIA)
    assert "Halo," in last.body
    assert not any(name in mail.body for mail in (first, last) for name in ("Orang Lain", "Maria Letsoin"))
    assert Client().post(link_in(first)).status_code == 404
    assert client.post(link_in(last)).url == "/"
    user = User.objects.get()
    assert (user.name, user.profile.handle.text) == ("Maria Letsoin", "maria-letsoin")
    assert user.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()
    assert not Handle.objects.filter(text="orang-lain").exists()
    assert user.consents.count() == EmailAddress.objects.count() == 1


def test_a_sign_up_whose_mail_is_held_back_leaves_the_link_that_was_sent(monkeypatch):
    first, second = Client(), Client()
    sign_up(first)
    monkeypatch.setattr(ratelimit, "clear", lambda *args, **kwargs: None)  # another mail went out in the same moment
    assert sign_up(second, name="Orang Lain", password1=THEIRS).url == "/akun/surel/konfirmasi/"
    (message,) = mails_to(MARIA)
    assert plain(first.get("/akun/surel/konfirmasi/"), MARIA) == plain(second.get("/akun/surel/konfirmasi/"), MARIA)
    assert User.objects.get().name == "Maria Letsoin"
    assert first.post(link_in(message)).url == "/"
    assert User.objects.get().check_password(PASSWORD)


def test_who_signs_up_twice_keeps_the_handle():
    for _time in range(2):
        sign_up()
    assert User.objects.get().profile.handle.text == "maria-letsoin"


@pytest.mark.parametrize("typed", ["unik", ""])
def test_the_handle_of_a_sign_up_does_not_tell_whether_the_address_had_an_account(typed):
    MemberFactory(email="yosina@example.org")
    told = []
    for number, email in enumerate(("yosina@example.org", "baru@example.org")):
        wish = f"unik-{'ab'[number]}x" if typed else ""
        sign_up(email=email, name=f"Orang Unik {'AB'[number]}x", handle=wish)
        handle = wish or f"orang-unik-{'ab'[number]}x"
        asked = sign_up(email="x", name="", handle=handle).content.decode()
        page = Client().get(f"/anggota/{handle}/")
        told.append((page.status_code, handle in asked, f"{handle}-2" in asked))
    assert told == [(404, True, False)] * 2


def test_a_handle_is_the_members_once_the_mailbox_is_proved():
    client = Client()
    sign_up(client, handle="maria-l")
    assert not Handle.objects.known_as("maria-l").exists()
    moderator = Client()
    moderator.force_login(ModeratorFactory())
    assert moderator.get(User.objects.get(email=MARIA).profile.get_absolute_url()).status_code == 404
    client.post(link_in(mails_to(MARIA)[-1]))
    assert Handle.objects.known_as("maria-l").get().user.email == MARIA
    assert "maria-l-2" in sign_up(email="lain@example.org", handle="maria-l").content.decode()
    assert client.get("/anggota/maria-l/").status_code == 200
    assert "sudah diambil orang lain" not in client.get("/anggota/saya/").content.decode()


@pytest.mark.parametrize("by", ["link", "code"])
def test_who_wished_for_a_handle_that_was_taken_meanwhile_gets_one_from_the_name_and_hears_of_it(by):
    client = Client()
    sign_up(client, handle="maria-l")
    MemberFactory(handle="maria-l")
    if by == "link":
        client.post(link_in(mails_to(MARIA)[-1]))
    else:
        client.post(ASK, {"email": MARIA})
        client.post(TYPE, {"code": mailed_code(MARIA)})
    profile = User.objects.get(email=MARIA).profile
    assert profile.handle.text == "maria-letsoin"
    assert "@maria-l sudah diambil orang lain" in client.get("/anggota/saya/", follow=True).content.decode()
    assert client.get(profile.get_absolute_url()).status_code == 200


def test_an_account_from_before_gives_its_handle_back_to_a_wish_when_it_is_started_anew():
    sign_up(handle="maria-l")
    Handle.objects.update(folded=fold("maria-l"))
    sign_up(name="Maria L")
    assert User.objects.get().profile.handle.text == "maria-l"
    assert not Handle.objects.known_as("maria-l").exists()


@pytest.mark.parametrize("kind", ["confirmed", "made by the staff", "given another address"])
def test_an_account_that_is_no_pending_sign_up_stays_as_it_is(kind):
    user = MemberFactory(
        email=MARIA, verified=kind == "confirmed", agreed=kind == "confirmed", name="Maria Asli", password=THEIRS
    )
    if kind == "given another address":
        Client().force_login(user)
    sign_up()
    user.refresh_from_db()
    assert user.name == "Maria Asli"
    assert user.check_password(THEIRS)
    assert "konfirmasi" not in mails_to(MARIA)[-1].body


def test_each_sign_up_reads_alike_and_takes_the_time_of_a_password(monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, password: hashed.append(password))
    MemberFactory(email="yosina@example.org")
    hashed.clear()
    pages = []
    for email in (MARIA, MARIA, "yosina@example.org", "yosina@example.org"):
        client = Client()
        answer = sign_up(client, email=email)
        pages.append((answer.url, plain(client.get(answer.url), email)))
    assert len(set(pages)) == 1
    assert hashed == [PASSWORD] * 4


def test_a_mailed_code_opens_a_pending_account_without_the_password_of_somebody_else():
    sign_up(password1=THEIRS)
    client = Client()
    client.post(ASK, {"email": MARIA})
    assert client.post(TYPE, {"code": mailed_code(MARIA)}).url == AGREE
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    page = client.get(AGREE).content.decode()
    assert "tidak berlaku lagi" in page
    assert ASKED in client.get("/anggota/").content.decode()
    assert not user.consents.exists()  # the other one agreed to the terms
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified


def test_a_mailed_code_leaves_the_password_of_a_confirmed_account():
    user = MemberFactory(email=MARIA)
    client = Client()
    client.post(ASK, {"email": MARIA})
    client.post(TYPE, {"code": mailed_code(MARIA)})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_new_password_by_mail_confirms_the_address_and_ends_what_was_connected_before():
    sign_up(password1=THEIRS)
    user = User.objects.get()
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    client = Client()
    client.post(RESET, {"email": MARIA})
    form = client.get(link_in(mails_to(MARIA)[-1])).url
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert EmailAddress.objects.get().verified
    assert not SocialAccount.objects.exists()
    assert not user.consents.exists()  # the other one agreed to the terms
    sign_up(password1=THEIRS)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert client.post("/akun/masuk/", {"login": MARIA, "password": PASSWORD}).url == AGREE
    assert ASKED in client.get("/anggota/").content.decode()


def by_code(client):
    client.post(ASK, {"email": MARIA})
    client.post(TYPE, {"code": mailed_code(MARIA), "next": "/forum/baru/"})


def by_new_password(client):
    client.post(RESET, {"email": MARIA})
    client.post(client.get(link_in(mails_to(MARIA)[-1])).url, {"password1": PASSWORD})
    client.post("/akun/masuk/", {"login": MARIA, "password": PASSWORD})


@pytest.mark.parametrize("come", [by_code, by_new_password])
def test_who_takes_over_a_strangers_sign_up_says_what_they_are_called_before_they_write(client, come):
    sign_up(name="Orang Lain", password1=THEIRS, handle="orang-lain")
    come(client)
    assert not any("Orang Lain" in mail.body for mail in mails_to(MARIA))
    led = client.get("/forum/baru/").url
    assert led == f"{AGREE}?next=/forum/baru/"
    page = client.get(led)
    assert page.context["form"]["name"].value() is None
    assert "Orang Lain" in page.content.decode()
    said = {"name": "Maria Letsoin", "handle": "maria", "agrees": "on"}
    for missing in said:
        assert client.post(led, said | {missing: ""}).status_code == 200
    user = User.objects.get()
    assert (user.name, user.profile.handle.text, user.consents.count()) == ("Orang Lain", "orang-lain", 0)
    assert client.post(led, said).url == "/forum/baru/"
    user = User.objects.get()
    assert (user.name, user.profile.handle.text, user.consents.get().kind) == ("Maria Letsoin", "maria", "terms")
    assert client.get("/forum/baru/").status_code == 200
    by_code(Client())
    assert "Halo Maria Letsoin," in mails_to(MARIA)[-1].body


def by_staff(user):
    user.email = "baru@example.org"
    user.save()
    replace_address(user=user)


def by_both_mailboxes(user):
    client = Client()
    client.force_login(user)
    client.post("/akun/surel/", {"email": "baru@example.org", "action_add": "1"})
    for address in (MARIA, "baru@example.org"):
        client.post(link_in(mails_to(address)[-1]))


def by_password(user):
    user.set_password(THEIRS)
    user.save()


@pytest.mark.parametrize("change", [by_staff, by_both_mailboxes, by_password])
@pytest.mark.parametrize("again", [False, True])
def test_a_code_and_a_link_to_a_password_end_when_address_or_password_change(change, again):
    user = MemberFactory(email=MARIA)
    client = Client()
    client.post(RESET, {"email": MARIA})
    link = link_in(mails_to(MARIA)[-1])
    client.post(ASK, {"email": MARIA})
    code = mailed_code(MARIA)
    change(user)
    user.refresh_from_db()
    now, count = user.email, len(mails_to(MARIA))
    assert change is by_password or now == "baru@example.org"
    assert client.post(TYPE, {"action": "resend"} if again else {"code": code}).url == ASK
    assert client.post(TYPE, {"code": code}).url == ASK
    assert "_auth_user_id" not in client.session
    assert len(mails_to(MARIA)) == count
    assert client.get(link).status_code == 200  # no way on to the form
    user.refresh_from_db()
    assert user.email == now
    assert [address.email for address in EmailAddress.objects.all()] == [now]


def test_a_code_is_sent_again():
    MemberFactory(email=MARIA)
    client = Client()
    client.post(ASK, {"email": MARIA})
    first = mailed_code(MARIA)
    client.post(TYPE, {"action": "resend"})
    assert mailed_code(MARIA) != first
    assert client.post(TYPE, {"code": mailed_code(MARIA)}).url == "/"


@on_postgres
def test_of_several_sign_ups_at_once_for_a_pending_account_the_last_one_has_all_of_it():
    sign_up(password1=THEIRS)
    names = [f"Orang Ke {letter}" for letter in "ABCD"]
    at_once(*(partial(sign_up, name=name, password1=f"{PASSWORD}-{name}") for name in names))
    user = User.objects.get()
    assert user.name in names
    assert user.check_password(f"{PASSWORD}-{user.name}")
    assert user.profile.handle.text.startswith(user.name.lower().replace(" ", "-"))
    assert EmailAddress.objects.count() == user.consents.count() == Handle.objects.count() == 1


@on_postgres
def test_of_several_first_sign_ups_at_once_the_one_whose_mail_came_last_has_the_link_that_opens():
    names = [f"Orang Ke {letter}" for letter in "ABCD"]
    at_once(*(partial(sign_up, name=name, password1=f"{PASSWORD}-{name}") for name in names))
    user, mails = User.objects.get(), mails_to(MARIA)
    assert user.name in names
    assert not any(user.name in message.body for message in mails)
    typed = {"password": f"{PASSWORD}-{user.name}"}
    answers = [Client().post(link_in(message), typed).status_code for message in mails]
    assert answers == [404, 404, 404, 302]


@on_postgres
def test_of_a_confirmation_and_a_sign_up_at_once_one_wins_and_no_strangers_password_is_confirmed():
    client = Client()
    sign_up(client)
    link = link_in(mails_to(MARIA)[-1])
    at_once(partial(client.post, link), partial(sign_up, name="Orang Lain", password1=THEIRS))
    user, address = User.objects.get(), EmailAddress.objects.get()
    assert user.check_password(PASSWORD if address.verified else THEIRS)
    assert (user.name == "Maria Letsoin") is address.verified


@on_postgres
def test_of_a_new_password_and_a_sign_up_at_once_one_wins_and_no_strangers_password_is_confirmed():
    sign_up()
    client = Client()
    client.post(RESET, {"email": MARIA})
    form = client.get(link_in(mails_to(MARIA)[-1])).url
    at_once(partial(client.post, form, {"password1": PASSWORD}), partial(sign_up, password1=THEIRS))
    user, address = User.objects.get(), EmailAddress.objects.get()
    assert user.check_password(PASSWORD) or not address.verified


def sign_up(client=None, **fields):
    typed = {"name": "Maria Letsoin", "email": MARIA, "password1": PASSWORD, "handle": "", "agrees": "on"}
    return (client or Client()).post(SIGN_UP, typed | fields)


def mailed_code(address):
    return re.search(r"^[A-Z0-9]{2,}-?[A-Z0-9]{2,}$", mails_to(address)[-1].body, re.M)[0]


def plain(answer, email):
    return re.sub(r'value="[^"]*"', "", answer.content.decode()).replace(email, "")
