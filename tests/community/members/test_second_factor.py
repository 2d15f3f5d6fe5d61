import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.test import Client

from tests.factories.mails import mails_to
from tests.factories.members import PASSWORD, AdministratorFactory, EditorFactory, MemberFactory, ModeratorFactory
from tests.factories.second_factors import code_of, give_app, give_recovery_codes

pytestmark = pytest.mark.django_db
SECURITY, STEP = "/akun/keamanan/", "/akun/masuk/langkah-kedua/"
APP, CODES = f"{SECURITY}aplikasi/", f"{SECURITY}kode-cadangan/"


@pytest.fixture
def at_once(monkeypatch):
    """Do at once what waits for the commit, which a test never reaches."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, *args, **kwargs: act())


def test_one_sets_up_an_app_and_gets_recovery_codes_and_a_mail(client, at_once):
    user = MemberFactory(email="maria@example.org")
    sign_in(client, user)
    answer = set_up_app(client)
    assert answer.url == CODES
    assert len(re.findall(r"<code>\d{8}</code>", client.get(CODES).content.decode())) == 10
    assert client.get(f"{CODES}unduh/").status_code == 200
    [mail] = mails_to("maria@example.org")
    assert "Aplikasi kode dipasang" in mail.body
    assert "WIT" in mail.body
    assert "/akun/sandi/lupa/" in mail.body


def test_a_wrong_code_sets_up_nothing(client):
    user = MemberFactory()
    sign_in(client, user)
    prove(client)
    client.get(APP)
    assert client.post(APP, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_a_reloaded_page_shows_the_same_key_and_a_code_of_it_sets_up_the_app(client):
    user = MemberFactory()
    sign_in(client, user)
    prove(client)
    first, again = (client.get(APP).context["form"].secret for _time in range(2))
    assert again == first
    assert client.post(APP, {"code": "000000"}).context["form"].secret == first
    assert client.post(APP, {"code": code_of(first)}).url == CODES
    assert decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"]) == first


def test_the_key_of_an_app_that_was_set_up_is_never_shown_again(client):
    sign_in(client, MemberFactory())
    prove(client)
    first = client.get(APP).context["form"].secret
    client.post(APP, {"code": code_of(first)})
    assert first not in client.session.values()
    client.post(f"{APP}lepas/")
    assert client.get(APP).context["form"].secret != first


def test_the_password_is_asked_for_once_more_before_a_factor_changes(client):
    user = MemberFactory()
    sign_in(client, user)
    for path in (APP, "/akun/keamanan/kunci-sandi/tambah/"):
        assert client.get(path).url.startswith("/akun/pastikan/?next=")
    assert client.post("/akun/pastikan/", {"password": "salah-sekali-1"}).status_code == 200
    assert client.get(APP).status_code == 302


def test_sign_in_asks_for_the_code_and_the_session_begins_only_then(client):
    user = MemberFactory()
    secret = give_app(user)
    assert sign_in(client, user).url == STEP
    assert "_auth_user_id" not in client.session
    assert client.get(STEP).status_code == 200
    assert client.post(STEP, {"code": "000000"}).status_code == 200
    assert client.post(STEP, {"code": code_of(secret)}).url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_code_of_the_app_is_used_once(client):
    user = MemberFactory()
    secret = give_app(user)
    code = code_of(secret)
    sign_in(client, user)
    client.post(STEP, {"code": code})
    client.post("/akun/keluar/")
    sign_in(client, user)
    client.post(STEP, {"code": code})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_used_code_is_refused_as_long_as_the_clock_of_an_app_may_show_it(client, ahead):
    user = MemberFactory()
    secret = give_app(user)
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as clock:
        code = code_of(secret, later=ahead)
        sign_in(client, user)
        assert client.post(STEP, {"code": code}).url == "/"
        for seconds in (29, 31, 31):
            clock.shift(timedelta(seconds=seconds))
            other = Client()
            sign_in(other, user)
            assert other.post(STEP, {"code": code}).status_code == 200
            assert "_auth_user_id" not in other.session
        assert other.post(STEP, {"code": code_of(secret)}).url == "/"


def test_a_code_that_was_shown_once_more_is_used_up_too(client):
    user = MemberFactory()
    secret = give_app(user)
    client.force_login(user)
    with time_machine.travel(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False) as clock:
        code = code_of(secret)
        assert client.post("/akun/pastikan/kode/", {"code": code}).status_code == 302
        clock.shift(timedelta(seconds=40))
        other = Client()
        sign_in(other, user)
        assert other.post(STEP, {"code": code}).status_code == 200


def test_the_code_that_set_up_the_app_does_not_open_the_account_as_well(client):
    user = MemberFactory()
    sign_in(client, user)
    set_up_app(client)
    code = code_of(decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"]))
    other = Client()
    sign_in(other, user)
    assert other.post(STEP, {"code": code}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_recovery_code_opens_the_account_once(client):
    user = MemberFactory()
    give_app(user)
    code = give_recovery_codes(user)[0]
    for opens in (True, False):
        sign_in(client, user)
        client.post(STEP, {"code": code})
        assert ("_auth_user_id" in client.session) is opens
        client.post("/akun/keluar/")


def test_a_mailed_code_does_not_go_around_the_second_step(client):
    user = MemberFactory(email="maria@example.org")
    give_app(user)
    client.post("/akun/masuk/kode/", {"email": "maria@example.org"})
    code = re.search(r"^[A-Z0-9]{2,}-?[A-Z0-9]{2,}$", mails_to("maria@example.org")[-1].body, re.M)[0]
    assert client.post("/akun/masuk/kode/isi/", {"code": code}).url == STEP
    assert "_auth_user_id" not in client.session


def test_guessing_codes_is_stopped(client):
    user = MemberFactory()
    secret = give_app(user)
    sign_in(client, user)
    for _time in range(6):
        client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": code_of(secret)})
    assert "_auth_user_id" not in client.session


def test_an_app_is_removed_with_its_recovery_codes_and_a_mail_tells(client):
    user = MemberFactory(email="maria@example.org", language="en")
    give_app(user)
    give_recovery_codes(user)
    client.force_login(user)
    prove(client)
    assert client.get(f"{APP}lepas/").status_code == 200
    client.post(f"{APP}lepas/")
    assert not Authenticator.objects.exists()
    assert "removed" in mails_to("maria@example.org")[0].body


def test_the_steps_of_setting_up_an_app_have_numbers(client):
    sign_in(client, MemberFactory())
    prove(client)
    page = client.get(APP).content.decode()
    assert re.findall(r"<h2>(\d)\. ", page) == ["1", "2", "3"]


def test_the_file_of_recovery_codes_says_of_which_site_and_account_and_day_it_is(client, settings):
    settings.SITE_NAME = "Negeri Kei"
    user = MemberFactory(handle="maria-letsoin")
    with time_machine.travel(datetime(2026, 11, 28, 20, tzinfo=UTC)):  # the next day in her zone
        codes = give_recovery_codes(user)
    client.force_login(user)
    prove(client)
    answer = client.get(f"{CODES}unduh/")
    text = answer.content.decode()
    for told in ("Negeri Kei", "@maria-letsoin", "29 November 2026", *codes):
        assert told in text
    assert answer["Content-Type"].startswith("text/plain")


def test_links_of_the_security_page_look_like_buttons(client):
    client.force_login(MemberFactory())
    page = client.get(SECURITY).content.decode().split("<main")[1]
    assert page.count('class="button outline"') == page.count('class="saved-row"') > 3
    assert 'class="quiet"' not in page


def test_new_recovery_codes_take_the_place_of_the_old(client, at_once):
    user = MemberFactory(email="maria@example.org")
    secret = give_app(user)
    old = give_recovery_codes(user)
    client.force_login(user)
    prove(client, code_of(secret))
    assert client.get(f"{CODES}baru/").status_code == 200
    client.post(f"{CODES}baru/")
    page = client.get(CODES).content.decode()
    assert not any(code in page for code in old)
    assert "Kode cadangan baru" in mails_to("maria@example.org")[0].body


@pytest.mark.parametrize("factory", [EditorFactory, ModeratorFactory, AdministratorFactory])
def test_who_comes_to_the_editing_room_without_a_factor_is_led_to_set_one_up_and_back(
    client, settings, factory, at_once
):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, factory())
    assert client.get("/admin/pages/?q=1").url == SECURITY
    assert "Ruang redaksi terbuka" in client.get(SECURITY).content.decode()
    assert client.post("/admin/pages/").url == SECURITY
    set_up_app(client)
    assert 'href="/admin/pages/?q=1"' in client.get(CODES).content.decode()
    assert client.get("/admin/").status_code == 200
    assert "/admin/pages/?q=1" not in client.get(CODES).content.decode()


def test_a_session_from_before_the_factor_shows_it_before_it_enters(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = EditorFactory()
    client.force_login(user)
    secret = give_app(user)
    shown = client.get("/admin/").url
    assert shown == "/akun/pastikan/kode/?next=/admin/"
    assert client.get(shown).status_code == 200
    assert client.post(shown, {"code": code_of(secret), "next": "/admin/"}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_password_alone_does_not_stand_in_for_the_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = EditorFactory()
    client.force_login(user)
    give_app(user)
    client.post("/akun/pastikan/", {"password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_who_signed_in_with_the_factor_enters_and_may_sign_out(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = EditorFactory()
    secret = give_app(user)
    assert sign_in(client, user, next="/admin/").url == STEP
    assert client.post(STEP, {"code": code_of(secret)}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_members_and_visitors_are_answered_as_ever(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert client.get("/admin/").url == "/akun/masuk/?next=/admin/"
    client.force_login(MemberFactory())
    assert client.get("/admin/").status_code in (302, 403)
    assert client.get("/").status_code == 200


def test_an_editor_without_a_factor_may_sign_out_and_read(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(EditorFactory())
    assert client.post("/admin/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_first_factor_ends_sessions_elsewhere(client, at_once):
    user = MemberFactory()
    elsewhere = Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    set_up_app(client)
    assert elsewhere.get(SECURITY).status_code == 302
    assert client.get(SECURITY).status_code == 200


@pytest.mark.parametrize("path", [APP, CODES, SECURITY, "/akun/keamanan/perangkat/", "/akun/keamanan/kunci-sandi/"])
def test_pages_of_security_are_for_members(client, path):
    assert client.get(path).url.startswith("/akun/masuk/?next=")


def test_nobody_renames_or_removes_anothers_passkey(client):
    owner = MemberFactory()
    key = Authenticator.objects.create(user=owner, type="webauthn", data={"name": "Ponsel", "credential": {}})
    client.force_login(MemberFactory())
    prove(client)
    for verb in ("ubah", "hapus"):
        assert client.post(f"/akun/keamanan/kunci-sandi/{key.pk}/{verb}/", {"name": "x"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Ponsel"


def sign_in(client, user, **fields):
    return client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD} | fields)


def prove(client, code=""):
    """Show once more that it is the member."""
    if code:
        client.post("/akun/pastikan/kode/", {"code": code})
    client.post("/akun/pastikan/", {"password": PASSWORD})


def set_up_app(client):
    prove(client)
    secret = client.get(APP).context["form"].secret
    return client.post(APP, {"code": code_of(secret)})
