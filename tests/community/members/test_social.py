import html
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import RequestFactory
from django.utils import timezone

from community.members.models import Consent, User
from community.members.social_adapter import SocialAdapter
from community.moderation.models import ModerationSettings, Review
from community.moderation.protection.services import note_arrival
from tests.factories.mails import link_in, mails_to
from tests.factories.members import PASSWORD, MemberFactory

pytestmark = pytest.mark.django_db
GO, BACK, SIGN_UP, ACCOUNTS = (
    "/akun/masuk/openid/",
    "/akun/masuk/openid/kembali/",
    "/akun/daftar/lengkapi/",
    "/akun/keamanan/akun-lain/",
)
APP = {"provider_id": "openid", "name": "Koperasi", "client_id": "x", "secret": "y"}
SERVER = {"server_url": "https://id.example.org"}
NAMES = ("google", "facebook", "github", "openid")
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


class Server:
    """An OpenID Connect server as the adapter's session meets it; `person` is who signs in there."""

    def __init__(self):
        self.person = {"sub": "7", "name": "Maria Letsoin", "email": "maria@example.org", "email_verified": True}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def get(self, url, **options):
        if "well-known" in url:
            return Answer(
                {
                    f"{name}_endpoint": f"https://id.example.org/{name}"
                    for name in ("authorization", "token", "userinfo")
                }
            )
        return Answer(self.person)

    def request(self, method, url, **options):
        return Answer({"access_token": "z"})


class Answer:
    status_code = 200
    headers = {"content-type": "application/json"}
    text = ""

    def __init__(self, content):
        self.content = content

    def json(self):
        return self.content

    def raise_for_status(self):
        pass


@pytest.fixture
def server(settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP | {"settings": SERVER}]}}
    server = Server()
    monkeypatch.setattr(SocialAdapter, "get_requests_session", lambda self: server)
    return server


def test_without_its_variables_no_provider_is_there(client):
    for name in NAMES:
        for address in (f"/akun/masuk/{name}/", f"/akun/masuk/{name}/kembali/"):
            assert {getattr(client, method)(address).status_code for method in METHODS} == {404}
        assert f"/akun/masuk/{name}/" not in client.get("/akun/masuk/").content.decode()
    for path in (SIGN_UP, "/akun/masuk/batal/", "/akun/masuk/gagal/"):
        assert client.get(path).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(ACCOUNTS).status_code == 404
    assert ACCOUNTS not in client.get("/akun/keamanan/").content.decode()


def test_one_that_is_switched_on_has_a_button_and_the_others_have_none(client, server):
    page = client.get("/akun/masuk/").content.decode()
    assert "Masuk dengan Koperasi" in page
    assert not any(f"/akun/masuk/{name}/" in page for name in ("google", "facebook", "github"))
    assert client.post("/akun/masuk/google/").status_code == 404
    assert client.get("/akun/masuk/google/").status_code == 404
    assert client.get(GO).status_code == 405


@pytest.mark.parametrize(
    ("provider", "host"),
    [("google", "accounts.google.com"), ("facebook", "www.facebook.com"), ("github", "github.com")],
)
def test_each_provider_is_reached_by_a_page_of_ours_and_told_where_to_come_back(client, settings, provider, host):
    settings.SOCIALACCOUNT_PROVIDERS = {provider: {"APPS": [{"client_id": "x", "secret": "y"}]}}
    target = urlsplit(leave(client, f"/akun/masuk/{provider}/"))
    assert target.hostname == host
    assert parse_qs(target.query)["redirect_uri"] == [f"http://testserver/akun/masuk/{provider}/kembali/"]


def test_a_newcomer_chooses_name_and_handle_and_is_a_member(client, server):
    assert come_back(client).url == SIGN_UP
    page = client.get(SIGN_UP).content.decode()
    assert 'value="Maria Letsoin"' in page
    assert client.post(SIGN_UP, form(handle="maria")).url == "/"
    user = User.objects.get()
    assert user.profile.handle.text == "maria"
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(user.pk)
    client.post("/akun/keluar/")
    assert come_back(client).url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.compared
def test_who_joins_so_comes_to_the_moderators_too_where_many_come_from_one_network(client, server):
    ModerationSettings.objects.create(network_accounts=2)
    request = RequestFactory().get("/", REMOTE_ADDR="36.80.12.1")
    note_arrival(user=MemberFactory(), request=request)
    client.defaults["REMOTE_ADDR"] = "36.80.12.2"
    come_back(client)
    assert client.post(SIGN_UP, form()).url == "/"
    assert Review.objects.get(kind="account").author.email == "maria@example.org"


def test_a_newcomer_agrees_to_the_terms_or_does_not_join(client, server):
    come_back(client)
    assert client.post(SIGN_UP, form(agrees="")).context["form"].errors["agrees"]
    assert not User.objects.exists()
    client.post(SIGN_UP, form())
    assert Consent.objects.get().kind == Consent.Kind.TERMS


def test_an_address_that_the_provider_did_not_verify_is_confirmed_by_mail_first(client, server):
    server.person["email_verified"] = False
    come_back(client)
    assert client.post(SIGN_UP, form()).url == "/akun/surel/konfirmasi/"
    assert "_auth_user_id" not in client.session
    client.post(link_in(mails_to("maria@example.org")[0]))
    assert EmailAddress.objects.get().verified


def test_another_address_than_the_provider_told_is_confirmed_by_mail_too(client, server):
    come_back(client)
    client.post(SIGN_UP, form(email="lain@example.org"))
    assert "_auth_user_id" not in client.session
    [address] = EmailAddress.objects.all()
    assert (address.email, address.verified) == ("lain@example.org", False)


@pytest.mark.parametrize("verified", [True, False])
def test_an_account_elsewhere_with_a_members_address_never_takes_that_member_over(client, server, verified):
    member = MemberFactory(email="maria@example.org")
    server.person["email_verified"] = verified
    come_back(client)
    assert client.post(SIGN_UP, form()).url == "/akun/surel/konfirmasi/"
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert User.objects.get() == member
    assert "sudah" in mails_to("maria@example.org")[0].body


def test_joining_with_a_taken_address_reads_like_joining_with_a_free_one_to_be_confirmed(client, server):
    server.person["email_verified"] = False
    MemberFactory(email="maria@example.org")
    answers = []
    for email in ("maria@example.org", "bebas@example.org"):
        come_back(client)
        answer = client.post(SIGN_UP, form(email=email))
        page = client.get(answer.url).content.decode().replace(email, "")
        answers.append((answer.url, re.sub(r'value="[^"]*"', "", page)))
        client.cookies.clear()
    assert answers[0] == answers[1]


def test_when_the_address_is_taken_at_the_same_moment_exactly_one_account_is_made(client, server, monkeypatch):
    come_back(client)
    member = MemberFactory(email="maria@example.org")
    # Both forms were looked at before either account was there.
    monkeypatch.setattr("allauth.account.internal.flows.manage_email.assess_unique_email", lambda *args, **kwargs: True)
    assert client.post(SIGN_UP, form()).url == "/akun/surel/konfirmasi/"
    assert User.objects.get() == member
    assert not SocialAccount.objects.exists()


def test_a_member_connects_an_account_after_the_password_and_disconnects_it(client, server):
    member = MemberFactory(email="lain@example.org")
    client.force_login(member)
    client.post("/akun/pastikan/", {"password": PASSWORD})
    assert come_back(client, process="connect").url == ACCOUNTS
    account = SocialAccount.objects.get()
    assert account.user == member
    assert "Koperasi" in client.get(ACCOUNTS).content.decode()
    client.post(ACCOUNTS, {"account": account.pk})
    assert not SocialAccount.objects.exists()
    subjects = [mail.subject for mail in mails_to("lain@example.org")]
    assert len(subjects) == 2
    assert "Koperasi" in subjects[0]


def test_connecting_asks_for_the_password_first(client, server):
    client.force_login(MemberFactory())
    assert come_back(client, process="connect").url == "/akun/pastikan/"
    assert not SocialAccount.objects.exists()


def test_nobody_disconnects_the_account_of_another(client, server):
    account = SocialAccount.objects.create(user=MemberFactory(), provider="openid", uid="7")
    client.force_login(MemberFactory())
    client.post("/akun/pastikan/", {"password": PASSWORD})
    client.post(ACCOUNTS, {"account": account.pk})
    assert SocialAccount.objects.filter(pk=account.pk).exists()


def test_the_only_way_in_is_not_disconnected(client, server):
    come_back(client)
    client.post(SIGN_UP, form())
    answer = client.post(ACCOUNTS, {"account": SocialAccount.objects.get().pk})
    assert "Pilih kata sandi dahulu" in answer.content.decode()
    assert SocialAccount.objects.exists()
    assert client.get("/akun/sandi/").url == "/akun/sandi/pasang/"
    assert client.get("/akun/sandi/pasang/").status_code == 200


def test_a_forged_or_repeated_return_opens_nothing(client, server):
    assert client.get(BACK, {"code": "x", "state": "palsu"}).status_code == 401
    state = parse_qs(urlsplit(leave(client, GO)).query)["state"][0]
    assert client.get(BACK, {"code": "x", "state": state}).status_code == 302
    assert client.get(BACK, {"code": "x", "state": state}).status_code == 401
    assert "_auth_user_id" not in client.session


def test_who_turns_back_there_is_told_so(client, server):
    state = parse_qs(urlsplit(leave(client, GO)).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert answer.url == "/akun/masuk/batal/"
    assert client.get(answer.url).status_code == 200


def test_a_provider_that_does_not_answer_is_told_of(client, server, monkeypatch):
    def away(url, **options):
        raise ConnectionError

    monkeypatch.setattr(server, "get", away, raising=False)
    answer = client.post(GO)
    assert answer.status_code == 503
    assert "cara lain" in answer.content.decode()


def test_one_comes_back_to_where_one_wanted_to_go_but_never_to_another_host(client, server):
    come_back(client)
    client.post(SIGN_UP, form())
    for wanted, reached in (("/forum/", "/forum/"), ("https://evil.example/", "/")):
        client.post("/akun/keluar/")
        assert come_back(client, next=wanted).url == reached


def test_a_suspended_member_is_turned_away_here_too(client, server):
    come_back(client)
    client.post(SIGN_UP, form())
    client.post("/akun/keluar/")
    User.objects.update(suspended_until=timezone.now() + timedelta(days=1))
    assert come_back(client).url == "/akun/ditangguhkan/"
    assert "_auth_user_id" not in client.session


def form(**fields):
    return {"name": "Maria Letsoin", "email": "maria@example.org", "handle": "", "agrees": "on"} | fields


def leave(client, path, **fields):
    page = client.post(path, fields).content.decode()
    return html.unescape(re.search(r'href="(https://[^"]+)"', page)[1])


def come_back(client, **fields):
    state = parse_qs(urlsplit(leave(client, GO, **fields)).query)["state"][0]
    return client.get(BACK, {"code": "x", "state": state})
