from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from community.members.assistance import claiming, retention, services
from community.members.assistance.claiming import Outcome
from community.members.assistance.codes import SIGNS, fold_code, hash_code, new_code
from community.members.models import ClaimCode, Consent, User
from community.members.permissions import Refused
from tests.factories.assistance import make_assistance
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory
from tests.factories.rights import work

pytestmark = pytest.mark.django_db

PAGE = "/akun/klaim/"
EMAIL, PASSWORD = "maria@example.org", "perahu-merah-1985"
CHOICE = {"password1": PASSWORD, "agrees": "on"}


def paper(assistance=None):
    """A person, and the code that their mentor gave them."""
    assistance = assistance or make_assistance(name="Maria Contoh")
    return assistance.person, claiming.issue_code(by=assistance.mentor, person=assistance.person)


def typed(client, code, email=EMAIL):
    return client.post(PAGE, {"code": code, "email": email})


def mailed_to(email=EMAIL):
    return [message for message in mail.outbox if message.to == [email]]


def link(email=EMAIL):
    return urlsplit(re.search(r"http://\S+/klaim/\S+", mailed_to(email)[-1].body)[0]).path


def test_codes_are_long_and_without_signs_that_one_takes_for_others():
    codes = {new_code() for _number in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"(\w{4}-){2}\w{4}", code) for code in codes)
    assert not set("".join(map(fold_code, codes))) & set("0O1IL2Z5S8B")
    assert len(SIGNS) ** 12 > 2**55


def test_only_the_hash_is_kept_and_it_depends_on_the_secret_key(settings):
    person, code = paper()
    row = ClaimCode.objects.get(person=person)
    assert code not in str(vars(row))
    assert fold_code(code) not in str(vars(row))
    settings.SECRET_KEY = "another"
    assert hash_code(code) != row.hashed


def test_a_person_takes_the_account_over_and_is_signed_in(client):
    assistance = make_assistance(name="Maria Contoh", phone="0812 345 678")
    person, code = paper(assistance)
    assert typed(client, code.lower().replace("-", " ")).url == "/akun/klaim/surel/"
    person.refresh_from_db()
    assert person.email is None  # nothing happened yet
    assert "Maria Contoh" in client.get(link()).content.decode()
    answer = client.post(link(), CHOICE)
    assert answer.url == "/anggota/saya/data/atas-nama-saya/"
    page = client.get(answer.url).content.decode()
    assert assistance.mentor.name in page
    person.refresh_from_db()
    assert (person.email, person.check_password(PASSWORD)) == (EMAIL, True)
    assert EmailAddress.objects.get(user=person).verified
    assert {consent.kind: bool(consent.withdrawn_at) for consent in Consent.objects.filter(user=person)} == {
        "assisted": True,
        "terms": False,
    }
    assistance.refresh_from_db()
    assert (assistance.ended_how, assistance.phone) == ("claimed", "")
    assert "atas-nama-saya" in client.get("/anggota/saya/data/").content.decode()


def test_afterwards_one_signs_in_as_everyone_does(client):
    _person, code = paper()
    typed(client, code)
    Client().post(link(), CHOICE)
    assert client.post("/akun/masuk/", {"login": EMAIL, "password": PASSWORD}).url == "/"


def test_after_the_claim_the_mentor_acts_no_longer(client):
    assistance = make_assistance()
    person, code = paper(assistance)
    typed(client, code)
    client.post(link(), CHOICE)
    with pytest.raises(Refused):
        services.act_for(mentor=assistance.mentor, person=person)
    with pytest.raises(Refused):
        claiming.issue_code(by=assistance.mentor, person=person)


def test_after_the_claim_no_mentor_of_before_has_the_telephone_number(client):
    assistance = make_assistance(phone="0812 345 678")
    _person, code = paper(assistance)
    services.end_assistance(by=assistance.mentor, assistance=assistance, reason="pindah")
    typed(client, code)
    client.post(link(), CHOICE)
    assistance.refresh_from_db()
    assert (assistance.ended_how, assistance.phone) == ("ended", "")


def test_the_mentor_hears_of_it_once_in_their_own_language():
    assistance = make_assistance(name="Maria Contoh", mentor=MentorFactory(name="Yosep", language="en"))
    _person, code = paper(assistance)
    row = claiming.code_of(code)
    assert claiming.claim(code=row, email=EMAIL, password=PASSWORD) is Outcome.CLAIMED
    assert claiming.claim(code=row, email=EMAIL, password=PASSWORD) is Outcome.GONE
    (message,) = mailed_to(assistance.mentor.email)
    assert message.subject == "Maria Contoh has taken the account over"
    assert "speaks for themselves from now on" in message.body
    assert "/en/anggota/saya/dampingan/" in message.body


def test_who_hears_of_it_is_the_mentor_who_accompanies_the_person_at_last():
    assistance, heir = make_assistance(), MentorFactory()
    services.hand_over(by=AdministratorFactory(), person=assistance.person, to=heir, reason="x")
    code = claiming.issue_code(by=heir, person=assistance.person)
    claiming.claim(code=claiming.code_of(code), email=EMAIL, password=PASSWORD)
    assert [len(mailed_to(each.email)) for each in (assistance.mentor, heir)] == [0, 1]


def test_a_claim_that_fails_tells_nobody():
    assistance = make_assistance()
    _person, code = paper(assistance)
    MemberFactory(email=EMAIL)
    assert claiming.claim(code=claiming.code_of(code), email=EMAIL, password=PASSWORD) is Outcome.TAKEN
    assert mailed_to(assistance.mentor.email) == []


def forged(code):
    return new_code()


def shorter(code):
    return code[:-1]


def used(code):
    claiming.claim(code=claiming.code_of(code), email="lain@example.org", password=PASSWORD)
    return code


def replaced(code):
    row = claiming.code_of(code)
    claiming.issue_code(by=row.issued_by, person=row.person)
    return code


def expired(code):
    ClaimCode.objects.update(expires_at=timezone.now())
    return code


def of_one_switched_off(code):
    User.objects.filter(claim_code__isnull=False).update(is_active=False)
    return code


def of_one_with_an_address(code):
    User.objects.filter(claim_code__isnull=False).update(email="lain@example.org")
    return code


BROKEN = [forged, shorter, used, replaced, expired, of_one_switched_off, of_one_with_an_address]


@pytest.mark.parametrize("spoil", BROKEN)
def test_a_code_that_opens_nothing_is_answered_in_one_sentence_and_mails_nothing(client, spoil):
    _person, code = paper()
    code = spoil(code)
    answer = typed(client, code)
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"] == typed(client, new_code()).context["form"].errors["code"]
    assert mailed_to() == []


@pytest.mark.parametrize("spoil", BROKEN[2:])
def test_a_link_dies_with_its_code(client, spoil):
    _person, code = paper()
    typed(client, code)
    spoil(code)
    assert client.get(link()).status_code == 404
    assert client.post(link(), CHOICE).status_code == 404
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_link_is_good_for_three_days_and_a_forged_one_never(client):
    _person, code = paper()
    typed(client, code)
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert client.get(link()).status_code == 404
    assert client.get(link()[:-3] + "xx/").status_code == 404


def test_the_link_says_nothing_of_the_address_and_the_code_forgets_it_when_it_is_over(client):
    _person, code = paper()
    typed(client, code)
    token = link().rstrip("/").rpartition("/")[2]
    assert "@" not in signing.b64_decode(token.partition(":")[0].encode()).decode()
    assert ClaimCode.objects.get().email == EMAIL
    assert EMAIL in client.get(link()).content.decode()
    client.post(link(), CHOICE)
    assert ClaimCode.objects.get().email == ""


def test_of_two_mailboxes_only_the_one_that_was_asked_for_last_goes_on(client):
    _person, code = paper()
    typed(client, code, "salah@example.org")
    typed(client, code)
    assert client.get(link("salah@example.org")).status_code == 404
    assert client.get(link()).status_code == 200


def test_the_address_is_forgotten_with_a_code_that_nobody_used(client):
    _person, code = paper()
    typed(client, code)
    retention.keep_assistance()
    assert ClaimCode.objects.get().email == EMAIL
    ClaimCode.objects.update(expires_at=timezone.now())
    retention.keep_assistance()
    assert ClaimCode.objects.get().email == ""


def test_a_code_is_good_for_as_many_days_as_the_setting_says(client, settings):
    settings.CLAIM_CODE_DAYS = 2
    _person, code = paper()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert claiming.code_of(code)
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert claiming.code_of(code) is None


def test_an_address_with_an_account_gets_another_mail_but_the_page_tells_nothing(client):
    MemberFactory(email=EMAIL)
    _person, code = paper()
    taken, free = typed(client, code), typed(client, code, "lain@example.org")
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert "/klaim/" not in mailed_to()[-1].body
    assert "/klaim/" in mailed_to("lain@example.org")[-1].body


def test_an_unconfirmed_sign_up_with_the_address_gives_way(client):
    person, code = paper()
    joining = {"name": "Orang Lain", "email": EMAIL, "password1": PASSWORD, "handle": "", "agrees": "on"}
    Client().post("/akun/daftar/", joining)
    typed(client, code)
    work()
    assert User.objects.get(email=EMAIL).name == "Orang Lain"
    assert client.post(link(), CHOICE).status_code == 302
    assert User.objects.get(email=EMAIL) == person
    assert not User.objects.filter(name="Orang Lain").exists()


def test_an_address_that_was_taken_meanwhile_costs_nobody_the_account(client):
    person, code = paper()
    typed(client, code)
    MemberFactory(email=EMAIL)
    answer = client.post(link(), CHOICE)
    assert answer.status_code == 409
    person.refresh_from_db()
    assert person.email is None
    assert claiming.code_of(code)


@pytest.mark.parametrize("password", ["", "pendek", "1234567890123"])
def test_a_password_must_be_as_good_as_at_sign_up(client, password):
    _person, code = paper()
    typed(client, code)
    answer = client.post(link(), CHOICE | {"password1": password})
    assert answer.context["form"].errors["password1"]
    assert claiming.code_of(code)


def test_without_agreeing_to_the_terms_there_is_no_account(client):
    _person, code = paper()
    typed(client, code)
    assert client.post(link(), {"password1": PASSWORD}).context["form"].errors["agrees"]
    assert claiming.code_of(code)


def test_who_guesses_at_codes_must_wait(client, settings):
    settings.ENTRANCE_RATES = settings.ENTRANCE_RATES | {"claim": ["3/hour", "5/hour", "5/hour"]}
    assert [typed(client, new_code()).status_code for _time in range(4)] == [200, 200, 200, 429]
    neighbour = [typed(Client(REMOTE_ADDR="127.0.0.9"), new_code()).status_code for _time in range(3)]
    assert neighbour[-1] == 429  # of the same network


def test_nobodys_mailbox_is_filled_with_a_code(client, settings):
    settings.ENTRANCE_RATES = settings.ENTRANCE_RATES | {"claim": ["99/hour", "99/hour", "2/hour"]}
    _person, code = paper()
    assert [typed(client, code).status_code for _time in range(3)] == [302, 302, 429]
    assert len(mailed_to()) == 2


def test_only_the_mentor_makes_codes():
    assistance = make_assistance()
    for other in (MentorFactory(), MemberFactory(), AdministratorFactory()):
        with pytest.raises(Refused):
            claiming.issue_code(by=other, person=assistance.person)


def test_the_link_pressed_twice_takes_over_once(client):
    _person, code = paper()
    typed(client, code)
    address = link()
    assert client.post(address, CHOICE).status_code == 302
    assert Client().post(address, CHOICE | {"password1": "jala-kuning-1990"}).status_code == 404
    assert User.objects.get(email=EMAIL).check_password(PASSWORD)


def test_on_the_mentors_own_device_the_person_is_signed_in_and_the_mentor_out(client):
    assistance = make_assistance()
    _person, code = paper(assistance)
    client.force_login(assistance.mentor)
    client.post(f"/anggota/saya/dampingan/{assistance.pk}/menulis/")
    typed(client, code)
    client.post(link(), CHOICE)
    page = client.get("/anggota/saya/").content.decode()
    assert 'value="Mama Contoh"' in page
    assert "Anda sekarang menulis untuk" not in page


def test_who_takes_an_account_over_that_is_about_to_be_deleted_can_keep_it(client):
    assistance = make_assistance()
    _person, code = paper(assistance)
    services.request_erasure_for(by=assistance.mentor, person=assistance.person, keeps=True, reason="minta")
    typed(client, code)
    client.post(link(), CHOICE)
    client.post("/anggota/saya/hapus/batal/")
    work()
    assert User.objects.get(email=EMAIL).is_active


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_claim_with_one_code_at_once_exactly_one_wins():
    _person, code = paper()
    row = claiming.code_of(code)

    def claim(email):
        try:
            return claiming.claim(code=row, email=email, password=PASSWORD)
        finally:
            connections.close_all()

    addresses = [f"{name}@example.org" for name in ("a", "b", "c", "d")]
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(claim, addresses))
    assert sorted(outcome.value for outcome in outcomes) == ["claimed", "gone", "gone", "gone"]
    assert User.objects.filter(email__in=addresses).count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_written_while_the_account_is_taken_over_comes_before_it_or_not_at_all():
    from community.forums.services import reply
    from tests.factories.forums import TopicFactory

    assistance, topic = make_assistance(), TopicFactory()
    person, code = paper(assistance)
    row = claiming.code_of(code)

    def claim():
        try:
            assert claiming.claim(code=row, email=EMAIL, password=PASSWORD) is Outcome.CLAIMED
        finally:
            connections.close_all()
        return True

    def write():
        try:
            reply(author=person, acted_by=assistance.mentor, topic=topic, body="Halo.")
        except Refused:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        writing = [pool.submit(write) for _number in range(4)]
        claiming_it = pool.submit(claim)
        assert claiming_it.result()
        written = sum(one.result() for one in writing)
    assert topic.posts.filter(author=person).count() == written
    assert not write()
