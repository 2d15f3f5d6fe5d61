import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from outbox.services import deliver_mail

from community.members.forms import clean_name
from community.members.models import User
from tests.factories.members import PASSWORD, AdministratorFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    cache.clear()
    with translation.override("id"):
        yield


def test_one_signs_up_verifies_and_is_in(client):
    answer = client.post("/akun/daftar/", typed())
    assert answer.url == "/akun/surel/konfirmasi/"
    assert client.get(answer.url).status_code == 200
    user = User.objects.get()
    assert user.profile.handle.text == "maria-letsoin"
    assert not EmailAddress.objects.get().verified
    link = mailed_link()
    assert client.get(link).status_code == 200
    assert client.post(link).url == "/"
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(user.pk)


def test_one_can_not_sign_in_before_the_address_is_confirmed(client):
    MemberFactory(email="maria@example.org", verified=False)
    assert sign_in(client, "maria@example.org").status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_language_comes_from_the_page(client):
    client.post("/en/akun/daftar/", typed())
    assert User.objects.get().language == "en"
    assert "/en/akun/surel/konfirmasi/" in mailed_link()


def test_mails_are_in_the_members_own_language(client):
    MemberFactory(email="maria@example.org", language="en")
    client.post("/akun/sandi/lupa/", {"email": "maria@example.org"})
    assert "/en/akun/sandi/baru/" in mailed_link()


@pytest.mark.parametrize(
    "wrong", [{"handle": "admin"}, {"handle": "x"}, {"name": "  "}, {"email": "x"}, {"password1": "12345678"}]
)
def test_a_form_with_a_mistake_keeps_what_was_typed_and_makes_no_account(client, wrong):
    page = client.post("/akun/daftar/", typed() | {"name": "Maria Letsoin"} | wrong).content.decode()
    assert "error" in page
    assert 'value="maria@example.org"' in page or "email" in wrong
    assert not User.objects.exists()


def test_a_taken_handle_is_said_with_a_free_one(client):
    MemberFactory(handle="maria")
    page = client.post("/akun/daftar/", typed(handle="maria")).content.decode()
    assert "maria-2" in page


def test_signing_up_does_not_tell_whether_an_address_has_an_account(client):
    MemberFactory(email="maria@example.org")
    answer = client.post("/akun/daftar/", typed())
    assert answer.url == "/akun/surel/konfirmasi/"
    assert User.objects.count() == 1
    deliver_mail()
    assert mail.outbox[-1].to == ["maria@example.org"]


def test_asking_for_a_password_does_not_tell_either_and_mails_no_stranger(client):
    MemberFactory(email="maria@example.org")
    known = client.post("/akun/sandi/lupa/", {"email": "maria@example.org"})
    unknown = client.post("/akun/sandi/lupa/", {"email": "stranger@example.org"})
    assert known.url == unknown.url
    deliver_mail()
    assert [message.to for message in mail.outbox] == [["maria@example.org"]]


def test_a_wrong_password_and_an_unknown_address_read_alike(client):
    MemberFactory(email="maria@example.org")
    wrong, unknown = (
        re.sub(r'value="[^"]*"', "", sign_in(client, address, "salah-sekali-1").content.decode())
        for address in ("maria@example.org", "stranger@example.org")
    )
    assert wrong == unknown


def test_a_forgotten_password_is_replaced_through_the_mailed_link(client):
    user = MemberFactory(email="maria@example.org")
    client.post("/akun/sandi/lupa/", {"email": "maria@example.org"})
    form = client.get(mailed_link()).url
    (field,) = client.get(form).context["form"].fields.values()
    assert field.label == "Pilih kata sandi"
    assert client.post(form, {"password1": "perahu-merah-77"}).url == "/akun/sandi/baru/"
    assert client.get("/akun/sandi/baru/").status_code == 200
    user.refresh_from_db()
    assert user.check_password("perahu-merah-77")


def test_a_used_link_to_a_password_says_so(client):
    page = client.get("/akun/sandi/baru/1-abc-def/").content.decode()
    assert "/akun/sandi/lupa/" in page


def test_a_false_link_to_an_address_says_so(client):
    assert client.get("/akun/surel/konfirmasi/salah/").status_code == 200


def test_a_password_is_changed_by_who_knows_the_old_one(client):
    user = MemberFactory()
    client.force_login(user)
    new = {"oldpassword": PASSWORD, "password1": "perahu-merah-77", "password2": "perahu-merah-77"}
    assert client.get("/akun/sandi/").status_code == 200
    client.post("/akun/sandi/", new)
    user.refresh_from_db()
    assert user.check_password("perahu-merah-77")


@pytest.mark.parametrize("days", [3, 4])
def test_links_end_after_three_days_and_say_where_to_ask_again(client, days):
    client.post("/akun/daftar/", typed())
    to_address = mailed_link()
    MemberFactory(email="yosina@example.org")
    client.post("/akun/sandi/lupa/", {"email": "yosina@example.org"})
    to_password = mailed_link()
    client.cookies.clear()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days, seconds=-30)):
        confirming, choosing = client.get(to_address), client.get(to_password)
    if days == 3:
        assert "Ya, benar" in confirming.content.decode()
        assert choosing.status_code == 302
    else:
        assert 'href="/akun/masuk/"' in confirming.content.decode()
        assert 'href="/akun/sandi/lupa/"' in choosing.content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_sign_ups_with_one_address_at_once_exactly_one_makes_an_account_and_both_read_alike():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time anyway")
    answers = []

    def join():
        answers.append(Client().post("/akun/daftar/", typed()).url)
        connection.close()

    threads = [threading.Thread(target=join) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/akun/surel/konfirmasi/"] * 4
    assert User.objects.count() == EmailAddress.objects.count() == 1


def test_one_signs_in_by_address_however_it_is_written_and_out_again(client):
    MemberFactory(email="maria@example.org")
    assert sign_in(client, "Maria@Example.ORG").url == "/"
    assert client.get("/akun/keluar/").status_code == 200
    client.post("/akun/keluar/")
    assert "_auth_user_id" not in client.session


def test_one_lands_where_one_wanted_to_go_but_never_on_another_host(client):
    MemberFactory(email="maria@example.org")
    assert sign_in(client, "maria@example.org", next="/anggota/saya/").url == "/anggota/saya/"
    client.post("/akun/keluar/")
    assert sign_in(client, "maria@example.org", next="https://evil.example/").url == "/"


def test_the_admin_sends_to_the_one_login_and_back(client):
    answer = client.get("/admin/pages/")
    assert answer.url == "/akun/masuk/?next=/admin/pages/"
    AdministratorFactory(email="admin@example.org")
    assert sign_in(client, "admin@example.org", next="/admin/pages/").url == "/admin/pages/"


def test_guessing_a_password_is_stopped(client):
    MemberFactory(email="maria@example.org")
    for _time in range(6):
        sign_in(client, "maria@example.org", "salah-sekali-1")
    assert sign_in(client, "maria@example.org").status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_village_behind_one_address_of_the_network_gets_in(client):
    for _number in range(40):
        member = MemberFactory()
        assert sign_in(client, member.email).status_code == 302
        client.post("/akun/keluar/")


@pytest.mark.parametrize("path", ["login/", "signup/", "reauthenticate/", "password/set/", "login/code/confirm/"])
def test_addresses_of_allauth_that_are_not_used_are_not_there(client, path):
    assert client.get(f"/akun/{path}").status_code == 404


def test_no_field_of_a_form_hides_its_label_in_itself(client):
    for path in ("/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/"):
        page = client.get(path).content.decode()
        assert "placeholder" not in page.split("<main")[1].split("</main>")[0]


def test_one_link_leads_to_a_new_password(client):
    assert client.get("/akun/masuk/").content.decode().count('href="/akun/sandi/lupa/"') == 1


def test_an_address_is_called_e_mail_as_everywhere(client):
    labels = [field.label for field in client.get("/en/akun/masuk/").context["form"].fields.values()]
    assert "E-mail" in labels
    assert "Email" not in labels


def test_who_joins_in_english_comes_home_in_english(client):
    client.post("/en/akun/daftar/", typed())
    assert client.post(mailed_link()).url == "/en/"


@pytest.mark.parametrize("language", ["id", "en"])
def test_who_signs_in_stays_in_the_language_of_the_page(client, language):
    MemberFactory(email="maria@example.org", language=language)
    for prefix in ("", "/en"):
        answer = client.post(f"{prefix}/akun/masuk/", {"login": "maria@example.org", "password": PASSWORD})
        assert answer.url == f"{prefix}/"
        client.post("/akun/keluar/")


def test_a_name_that_brings_a_link_is_refused(client):
    for name in ("Menang di https://judi.example", "www.judi.example gratis"):
        answer = client.post("/akun/daftar/", typed(name=name))
        assert answer.context["form"].errors["name"]
    assert not User.objects.exists()


def test_no_mail_program_makes_a_link_of_a_name():
    assert clean_name("Tamu judi.example/gratis") == "Tamu judi. example/gratis"
    assert clean_name("Drs.Hamid  M. Kabalmay") == "Drs. Hamid M. Kabalmay"


def typed(**fields):
    typed = {"name": "Maria Letsoin", "email": "maria@example.org", "password1": PASSWORD, "handle": "", "agrees": "on"}
    return typed | fields


def sign_in(client, email, password=PASSWORD, **fields):
    return client.post("/akun/masuk/", {"login": email, "password": password} | fields)


def mailed_link():
    deliver_mail()
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
