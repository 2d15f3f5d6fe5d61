import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from outbox.models import MailMessage

from community.members.models import User
from tests.factories.mails import mails_to
from tests.factories.members import PASSWORD, MemberFactory

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_UP, RESET, CODE = "/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/", "/akun/masuk/kode/"


@pytest.fixture(autouse=True)
def _one_proxy(settings):
    settings.TRUSTED_PROXIES = 1


def test_a_whole_village_joins_in_one_hour_behind_one_address(client):
    for number in range(80):
        form = {"name": "Warga", "email": f"warga{number}@example.org", "password1": PASSWORD, "agrees": "on"}
        assert client.post(SIGN_UP, form, **at("203.0.113.7")).status_code == 302
        client.cookies.clear()
    assert User.objects.count() == 80


@pytest.mark.parametrize(
    ("path", "door", "form"),
    [
        (SIGN_IN, "sign_in", {"login": "{n}@example.org", "password": "x"}),
        (SIGN_UP, "sign_up", {"name": "", "email": "{n}@example.org", "password1": "x"}),
        (RESET, "reset", {"email": "{n}@example.org"}),
        (CODE, "code", {"email": "{n}@example.org"}),
    ],
)
def test_each_door_counts_by_address_and_by_network(settings, path, door, form):
    settings.ENTRANCE_RATES = settings.ENTRANCE_RATES | {door: ["3/hour", "5/hour", "5/hour"]}
    answers = [knock(path, form, number, "203.0.113.7") for number in range(4)]
    assert [answer.status_code for answer in answers] == [*[answers[0].status_code] * 3, 429]
    assert "Retry-After" in answers[-1].headers
    assert knock(path, form, 5, "203.0.113.8").status_code != 429  # a neighbour
    assert knock(path, form, 6, "203.0.113.9").status_code != 429
    assert knock(path, form, 7, "203.0.113.10").status_code == 429  # the network has had enough
    assert knock(path, form, 8, "198.51.100.1").status_code != 429


def test_addresses_of_one_ipv6_network_count_together(settings):
    settings.ENTRANCE_RATES = settings.ENTRANCE_RATES | {"reset": ["2/hour", "3/hour", "5/hour"]}
    statuses = [knock(RESET, {"email": "{n}@example.org"}, n, f"2001:db8:1:2::{n}").status_code for n in range(1, 5)]
    assert statuses == [302, 302, 302, 429]
    assert knock(RESET, {"email": "{n}@example.org"}, 9, "2001:db8:1:3::1").status_code == 302


@pytest.mark.parametrize("path", [RESET, CODE])
def test_one_account_is_asked_for_only_so_often_from_wherever_and_a_stranger_as_well(path):
    MemberFactory(email="maria@example.org")
    for email in ("maria@example.org", "asing@example.org"):
        statuses = [knock(path, {"email": email}, n, f"198.51.{n}.1").status_code for n in range(6)]
        assert statuses == [302] * 5 + [429]
    assert len(mails_to("maria@example.org")) == 5


def test_one_account_is_guessed_at_only_so_often_from_wherever_and_a_stranger_as_well():
    MemberFactory(email="maria@example.org")
    for email in ("maria@example.org", "asing@example.org"):
        form = {"login": email, "password": "salah-sekali-1"}
        assert [knock(SIGN_IN, form, n, f"198.51.{n}.1").status_code for n in range(6)] == [200] * 5 + [429]


def test_others_get_in_meanwhile_and_right_passwords_are_not_counted():
    MemberFactory(email="maria@example.org")
    for number in range(12):
        form = {"login": "maria@example.org", "password": PASSWORD}
        assert knock(SIGN_IN, form, number, "203.0.113.7").status_code == 302


def test_who_chose_a_new_password_by_mail_gets_in_at_once(client):
    MemberFactory(email="maria@example.org")
    for number in range(7):
        knock(SIGN_IN, {"login": "maria@example.org", "password": "salah-sekali-1"}, number, "203.0.113.7")
    client.post(RESET, {"email": "maria@example.org"})
    form = client.get(mails_to("maria@example.org")[-1].body.split("http://testserver")[1].split()[0]).url
    client.post(form, {"password1": "perahu-merah-77", "password2": "perahu-merah-77"})
    answer = client.post(SIGN_IN, {"login": "maria@example.org", "password": "perahu-merah-77"})
    assert answer.status_code == 302


def test_the_page_keeps_what_was_typed_but_no_password(settings):
    settings.ENTRANCE_RATES = settings.ENTRANCE_RATES | {"sign_up": ["1/hour", "9/hour", "9/hour"]}
    form = {"name": "Maria Letsoin", "email": "maria@example.org", "password1": PASSWORD, "agrees": "on"}
    for number in range(2):
        answer = knock(SIGN_UP, form, number, "203.0.113.7")
    page = answer.content.decode()
    assert "Maria Letsoin" in page
    assert PASSWORD not in page


@pytest.mark.parametrize("forged", ["", "bukan alamat", "1.2.3.4:80", "<script>"])
def test_a_forged_address_breaks_nothing(forged):
    MemberFactory(email="maria@example.org")
    assert knock(SIGN_IN, {"login": "maria@example.org", "password": PASSWORD}, 0, forged).status_code == 302


def at(address):
    return {"HTTP_X_FORWARDED_FOR": address}


def knock(path, form, number, address):
    filled = {name: value.replace("{n}", str(number)) for name, value in form.items()}
    return Client().post(path, filled, **at(address))


@pytest.mark.parametrize("path", [RESET, CODE])
def test_for_a_stranger_a_mail_is_written_too_and_thrown_away(settings, path):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"  # as everywhere but in tests
    MemberFactory(email="maria@example.org")
    asked = {}
    for email in ("maria@example.org", "stranger@example.org"):
        browser = Client()
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert browser.post(path, {"email": email}).status_code == 302
        asked[email] = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    written = [sum('INSERT INTO "outbox_mailmessage"' in sql for sql in each) for each in asked.values()]
    assert written == [1, 1]
    known, unknown = map(len, asked.values())
    assert known - unknown in {0, 1}  # the account itself may be read once more
    assert len(mails_to("maria@example.org")) == 1
    assert mails_to("stranger@example.org") == []
    assert list(MailMessage.objects.values_list("to", flat=True)) == [["maria@example.org"]]
