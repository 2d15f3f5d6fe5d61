import re
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import signing
from django.db import connection
from django.test import Client

from community.members import address_changes, services
from community.members.address_changes import NEW, OLD, Outcome, link_of
from community.members.models import AddressChange, User
from tests.factories.mails import link_in, mails_to
from tests.factories.members import PASSWORD, MemberFactory

pytestmark = pytest.mark.django_db
PAGE = "/akun/surel/"


def test_an_address_changes_when_both_mailboxes_have_said_yes(client):
    user = asking(client)
    links = [link_in(mails_to(address)[0]) for address in ("lama@example.org", "baru@example.org")]
    for link in links:
        assert address_of(user) == "lama@example.org"
        assert client.get(link).status_code == 200
        assert address_of(user) == "lama@example.org"
        assert client.post(link).status_code == 200
    assert address_of(user) == "baru@example.org"
    assert EmailAddress.objects.get().email == "baru@example.org"
    assert EmailAddress.objects.get().verified
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize("only", ["lama@example.org", "baru@example.org"])
def test_one_of_them_is_not_enough(client, only):
    user = asking(client)
    link = link_in(mails_to(only)[0])
    for _time in range(2):
        client.post(link)
    assert address_of(user) == "lama@example.org"
    assert client.get(PAGE).status_code == 200


def test_the_links_work_for_who_is_signed_out(client):
    user = asking(client)
    client.post("/akun/keluar/")
    for address in ("baru@example.org", "lama@example.org"):
        client.post(link_in(mails_to(address)[0]))
    assert address_of(user) == "baru@example.org"
    assert "_auth_user_id" not in client.session


def test_the_old_mailbox_stops_it(client):
    user = asking(client)
    old, new = (link_in(mails_to(address)[0]) for address in ("lama@example.org", "baru@example.org"))
    client.post(new)
    assert client.post(old, {"stop": ""}).status_code == 200
    assert client.post(new).status_code == 404
    assert client.get(old).status_code == 404
    assert address_of(user) == "lama@example.org"


def test_both_addresses_are_told_in_the_members_language(client):
    asking(client, language="en")
    for address in ("baru@example.org", "lama@example.org"):
        client.post(link_in(mails_to(address)[0]))
    for address in ("baru@example.org", "lama@example.org"):
        assert "was changed from lama@example.org to baru@example.org" in mails_to(address)[-1].body


def test_the_old_mailbox_reads_whom_to_write_to_since_no_password_can_be_asked_for_with_it(client, settings):
    settings.CONTACT_EMAIL = "redaksi@negeri.example.org"
    asking(client)
    for address in ("lama@example.org", "baru@example.org"):
        client.post(link_in(mails_to(address)[0]))
    told = mails_to("lama@example.org")[-1].body
    assert "segera tulis ke redaksi@negeri.example.org" in told
    assert "/akun/sandi/lupa/" not in told


def test_the_address_of_another_member_is_answered_alike_and_only_its_owner_hears(client):
    MemberFactory(email="baru@example.org")
    user = asking(client)
    taken = client.get(PAGE).content.decode()
    [mail] = mails_to("baru@example.org")
    assert "/akun/surel/pindah/" not in mail.body
    client.post(PAGE, {"action_add": "", "email": "bebas@example.org"})
    free = client.get(PAGE).content.decode().replace("bebas@example.org", "baru@example.org")
    assert without_tokens(taken) == without_tokens(free)
    assert address_of(user) == "lama@example.org"


def test_when_another_account_confirms_it_first_it_stays(client):
    user = asking(client)
    links = [link_in(mails_to(address)[0]) for address in ("lama@example.org", "baru@example.org")]
    other = MemberFactory(email="baru@example.org")
    client.post(links[0])
    assert "milik orang lain" in client.post(links[1]).content.decode()
    assert address_of(user) == "lama@example.org"
    assert address_of(other) == "baru@example.org"
    assert EmailAddress.objects.filter(user=user, verified=True).count() == 1


@pytest.mark.parametrize("key", ["x", "eyJhIjoxfQ:1:2", "a" * 300])
def test_a_forged_link_says_so_and_where_to_ask_again(client, key):
    answer = client.get(f"{PAGE}pindah/{key}/")
    assert answer.status_code == 404
    assert f'href="{PAGE}"' in answer.content.decode()


def test_the_links_say_nothing_of_the_addresses_since_addresses_of_pages_end_in_logs(client):
    asking(client)
    for address in ("lama@example.org", "baru@example.org"):
        token = link_in(mails_to(address)[0]).rstrip("/").rpartition("/")[2]
        assert "@" not in signing.b64_decode(token.partition(":")[0].encode()).decode()


def test_a_link_ends_after_three_days(client):
    user = asking(client)
    link = link_in(mails_to("lama@example.org")[0])
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3, minutes=1)):
        assert client.post(link).status_code == 404
    assert not AddressChange.objects.get(user=user).old_confirmed_at


def test_links_end_when_one_asks_for_yet_another(client):
    asking(client)
    old_link = link_in(mails_to("lama@example.org")[0])
    client.post(PAGE, {"action_add": "", "email": "lain@example.org"})
    assert client.post(old_link).status_code == 404


def test_links_end_when_the_editors_give_another_address(client):
    user = asking(client)
    link = link_in(mails_to("lama@example.org")[0])
    user.email = "redaksi-mengganti@example.org"
    user.save()
    services.replace_address(user=user)
    assert client.post(link).status_code == 404


def test_the_link_of_one_mailbox_does_not_speak_for_the_other(client):
    user = asking(client)
    change = AddressChange.objects.get()
    assert link_of(change, OLD) != link_of(change, NEW)
    assert address_changes.confirm(change=change, side=NEW) is Outcome.WAITS
    assert address_changes.confirm(change=change, side=NEW) is Outcome.WAITS
    assert address_of(user) == "lama@example.org"


def test_neither_a_code_nor_a_new_password_reaches_an_address_that_waits(client):
    asking(client)
    mails_to("baru@example.org")
    client.post("/akun/keluar/")
    client.post("/akun/masuk/kode/", {"email": "baru@example.org"})
    client.post("/akun/sandi/lupa/", {"email": "baru@example.org"})
    assert len(mails_to("baru@example.org")) == 1


def test_one_keeps_the_old_address_or_has_the_mails_sent_again(client):
    asking(client)
    client.post(PAGE, {"action_send": ""})
    assert len(mails_to("lama@example.org")) == len(mails_to("baru@example.org")) == 2
    client.post(PAGE, {"action_remove": ""})
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize("email", ["LAMA@example.org", "bukan surel", ""])
def test_what_is_no_other_address_is_said_in_a_sentence(client, email):
    client.force_login(MemberFactory(email="lama@example.org"))
    answer = client.post(PAGE, {"action_add": "", "email": email})
    assert answer.context["form"].errors["email"]
    assert not AddressChange.objects.exists()


def test_asking_again_and_again_is_limited(client):
    asking(client)
    assert {client.post(PAGE, {"action_send": ""}).status_code for _time in range(10)} == {302, 429}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_confirmations_at_once_exactly_one_changes_the_address():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time anyway")
    user = MemberFactory(email="lama@example.org")
    change = address_changes.ask(user=user, email="baru@example.org")
    links = [urlsplit(link_of(change, side)).path for side in (OLD, NEW)]
    pages = []

    def press(link):
        pages.append(Client().post(link).content.decode())
        connection.close()

    threads = [threading.Thread(target=press, args=[link]) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("Alamat Anda sudah diganti" in page for page in pages) == [False, True]
    assert sorted("Tinggal satu kotak surat" in page for page in pages) == [False, True]
    assert address_of(user) == "baru@example.org"


def test_an_unconfirmed_sign_up_with_the_new_address_gives_way(client):
    stranger = sign_up("baru@example.org", name="Orang Lain")
    (unused,) = mails_to("baru@example.org")
    user = asking(client)
    for address in ("lama@example.org", "baru@example.org"):
        assert User.objects.filter(email="baru@example.org").get() != user
        client.post(link_in(mails_to(address)[-1]))
    assert User.objects.get(email="baru@example.org") == user
    assert not User.objects.filter(name="Orang Lain").exists()
    assert stranger.post(link_in(unused)).status_code == 404
    assert stranger.get("/akun/surel/konfirmasi/").status_code in (200, 302)


def test_a_sign_up_that_was_confirmed_meanwhile_keeps_its_address(client):
    stranger = sign_up("baru@example.org", name="Orang Lain")
    (confirming,) = mails_to("baru@example.org")
    user = asking(client)
    stranger.post(link_in(confirming))
    for address in ("lama@example.org", "baru@example.org"):
        Client().post(link_in(mails_to(address)[-1]))
    assert address_of(user) == "lama@example.org"
    assert User.objects.get(email="baru@example.org").name == "Orang Lain"


def asking(client, **fields):
    user = MemberFactory(email="lama@example.org", **fields)
    client.force_login(user)
    client.post(PAGE, {"action_add": "", "email": "Baru@example.org"})
    return user


def sign_up(email, **fields):
    client = Client()
    client.post("/akun/daftar/", {"email": email, "password1": PASSWORD, "handle": "", "agrees": "on"} | fields)
    return client


def address_of(user):
    return User.objects.get(pk=user.pk).email


def without_tokens(page):
    return re.sub(r'value="[^"]*"', "", page)
