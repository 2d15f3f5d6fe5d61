import datetime
import zoneinfo

import pytest
from allauth.usersessions.models import UserSession
from config.settings import people
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client

from community.members.devices import end_session
from community.members.permissions import Refused
from community.members.templatetags.members_tags import device, moment
from tests.factories.mails import link_in, mails_to
from tests.factories.members import PASSWORD, MemberFactory

pytestmark = pytest.mark.django_db
DEVICES = "/akun/keamanan/perangkat/"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0"


def test_one_sees_where_one_is_signed_in_and_signs_out_elsewhere(client):
    user = MemberFactory()
    elsewhere = signed_in(Client(), user, FIREFOX)
    signed_in(client, user, SAFARI)
    page = client.get(DEVICES).content.decode()
    assert "Firefox · Android" in page
    assert "Safari · iPhone" in page
    assert page.count("perangkat ini") == 1
    assert "127.0.0.1" in page
    client.post(DEVICES)
    assert elsewhere.get(DEVICES).status_code == 302
    assert client.get(DEVICES).status_code == 200
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("ended", [0, 2])
def test_who_is_signed_in_stays_so_when_the_secret_key_changes_if_the_old_one_is_kept(client, settings, is_kept, ended):
    device = signed_in(client, MemberFactory(sessions_ended=ended), SAFARI)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    settings.SECRET_KEY_FALLBACKS = [old] if is_kept else []
    assert device.get(DEVICES).status_code == (200 if is_kept else 302)
    settings.SECRET_KEY_FALLBACKS = []
    assert device.get(DEVICES).status_code == (200 if is_kept else 302)  # signed anew by the visit before


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_mailed_link_works_on_when_the_secret_key_changes_if_the_old_one_is_kept(client, settings, is_kept):
    MemberFactory(email="maria@example.org")
    client.post("/akun/sandi/lupa/", {"email": "maria@example.org"})
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    settings.SECRET_KEY_FALLBACKS = [old] if is_kept else []
    assert client.get(link_in(mails_to("maria@example.org")[0])).status_code == (302 if is_kept else 200)


def test_nobody_sees_or_ends_sessions_of_others(client):
    other = signed_in(Client(), MemberFactory(), FIREFOX)
    signed_in(client, MemberFactory(), SAFARI)
    assert "Firefox" not in client.get(DEVICES).content.decode()
    client.post(DEVICES)
    assert other.get(DEVICES).status_code == 200


def test_one_device_is_signed_out_and_no_other(client):
    user = MemberFactory()
    lost, kept = signed_in(Client(), user, FIREFOX), signed_in(Client(), user, EDGE)
    signed_in(client, user, SAFARI)
    assert client.get(DEVICES).content.decode().count("Keluar di sana") == 2
    session = UserSession.objects.get(user_agent=FIREFOX)
    address = f"{DEVICES}{session.pk}/keluar/"
    assert "Anda sudah keluar di sana." in client.post(address, follow=True).content.decode()
    assert client.post(address).url == DEVICES  # pressed twice
    assert lost.get(DEVICES).status_code == 302
    assert kept.get(DEVICES).status_code == client.get(DEVICES).status_code == 200


def test_nobody_signs_out_a_device_of_another_nor_the_one_in_use(client):
    user, other = MemberFactory(), signed_in(Client(), MemberFactory(), FIREFOX)
    signed_in(client, user, SAFARI)
    foreign, own = UserSession.objects.get(user_agent=FIREFOX), UserSession.objects.get(user_agent=SAFARI)
    client.post(f"{DEVICES}{foreign.pk}/keluar/")
    assert other.get(DEVICES).status_code == 200
    said = client.post(f"{DEVICES}{own.pk}/keluar/", follow=True).content.decode()
    assert "perangkat yang sedang Anda pakai" in said
    with pytest.raises(Refused):
        end_session(user=user, session=foreign, current_key=None)
    assert UserSession.objects.count() == 2


def test_the_list_tells_the_time_of_the_members_zone(client):
    user = MemberFactory(zone="Asia/Jakarta")
    signed_in(client, user, SAFARI)
    begun = UserSession.objects.get().created_at.astimezone(zoneinfo.ZoneInfo("Asia/Jakarta"))
    assert f"{begun:%H.%M}" in client.get(DEVICES).content.decode()


def test_changing_the_password_signs_out_elsewhere_but_not_here_and_a_mail_tells(client):
    user = MemberFactory(email="maria@example.org", language="en")
    elsewhere = signed_in(Client(), user, FIREFOX)
    signed_in(client, user, SAFARI)
    new = {"oldpassword": PASSWORD, "password1": "perahu-merah-77", "password2": "perahu-merah-77"}
    client.post("/akun/sandi/", new)
    assert elsewhere.get(DEVICES).status_code == 302
    assert client.get(DEVICES).status_code == 200
    [mail] = mails_to("maria@example.org")
    assert "The password of your account was changed." in mail.body
    assert "Safari · iPhone" in mail.body
    assert link_in(mail) == "/en/akun/sandi/lupa/"


def test_a_password_chosen_by_mail_signs_out_everywhere_and_a_mail_tells(client):
    user = MemberFactory(email="maria@example.org")
    elsewhere = signed_in(Client(), user, FIREFOX)
    client.post("/akun/sandi/lupa/", {"email": "maria@example.org"})
    link = link_in(mails_to("maria@example.org")[-1])
    form = client.get(link).url
    client.post(form, {"password1": "perahu-merah-77", "password2": "perahu-merah-77"})
    assert elsewhere.get(DEVICES).status_code == 302
    assert "tautan yang kami kirim" in mails_to("maria@example.org")[-1].body
    assert 'href="/akun/sandi/lupa/"' in Client().get(link).content.decode()  # a used link


def test_a_session_gets_another_key_when_one_signs_in(client):
    user = MemberFactory()
    client.session.save()  # begun before, perhaps by another
    before = client.session.session_key
    signed_in(client, user, SAFARI)
    assert client.session.session_key != before
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get(DEVICES).status_code == 302


def test_a_password_is_kept_by_argon2_and_an_older_hash_renewed_at_sign_in(client, settings):
    settings.PASSWORD_HASHERS = people.PASSWORD_HASHERS
    user = MemberFactory()
    user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    user.save()
    client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD})
    user.refresh_from_db()
    assert identify_hasher(user.password).algorithm == "argon2"
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["1234567890", "qwertyuiop", "maria@example.org", "pendek-1"])
def test_a_password_that_others_guess_is_refused(client, password):
    form = {"name": "Maria", "email": "maria@example.org", "password1": password, "handle": ""}
    assert client.post("/akun/daftar/", form).context["form"].errors["password1"]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (FIREFOX, "Firefox · Android"),
        (SAFARI, "Safari · iPhone"),
        (EDGE, "Edge · Windows"),
        ("curl/8", "perangkat yang tidak dikenal"),
    ],
)
def test_a_device_is_named_as_people_do(said, named):
    assert device(said) == named


def test_a_moment_is_written_whole_with_its_zone():
    assert moment(datetime.datetime(2026, 11, 28, 10, 5, tzinfo=datetime.UTC)) == "28 November 2026, 19.05 WIT"


def signed_in(client, user, user_agent):
    client.defaults["HTTP_USER_AGENT"] = user_agent
    client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD})
    return client
