from __future__ import annotations

import pytest

from community.members.models import Vouch
from community.members.roles import views
from community.members.roles.services import revoke
from community.members.roles.vouching import vouch
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory

pytestmark = pytest.mark.django_db

URL = "/anggota/oma/dukung/"


@pytest.fixture
def oma():
    return MemberFactory(name="Nenek Oma", handle="oma", is_listed=True)


@pytest.fixture
def mentor(client):
    user = MentorFactory()
    client.force_login(user)
    return user


def test_only_mentors_find_the_link_and_not_for_other_mentors(client, oma, mentor):
    MentorFactory(handle="guru", is_listed=True)
    assert URL in client.get("/anggota/oma/").content.decode()
    assert "dukung" not in client.get("/anggota/guru/").content.decode()
    client.force_login(MemberFactory())
    assert URL not in client.get("/anggota/oma/").content.decode()
    client.logout()
    assert URL not in client.get("/anggota/oma/").content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_mentor_vouches_sees_it_and_takes_it_back(client, oma, mentor, prefix):
    assert client.get(prefix + URL).status_code == 200
    answer = client.post(prefix + URL, {"reason": "Sabar dan teliti."})
    assert answer["Location"] == f"{prefix}/anggota/oma/"
    assert "Sabar dan teliti." in client.get(prefix + URL).content.decode()
    said = "You have vouched already" if prefix else "Sudah Anda dukung"
    assert said in client.get(f"{prefix}/anggota/oma/").content.decode()
    client.post(f"{prefix}{URL}batal/")
    assert said not in client.get(f"{prefix}/anggota/oma/").content.decode()
    assert Vouch.objects.get().withdrawn_at
    client.post(f"{prefix}{URL}batal/")
    assert "<textarea" in client.get(prefix + URL).content.decode()


def test_pressed_twice_it_is_one_vouch(client, oma, mentor):
    for _press in range(2):
        assert client.post(URL, {"reason": "Sabar."}).status_code == 302
    assert Vouch.objects.count() == 1


def test_a_vouch_without_a_reason_is_asked_for_it(client, oma, mentor):
    answer = client.post(URL, {"reason": " "})
    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"]
    assert not Vouch.objects.exists()


def test_the_second_vouch_says_that_there_is_a_new_mentor(client, oma, mentor):
    vouch(mentor=MentorFactory(), member=oma, reason="x")
    page = client.post(URL, {"reason": "Sabar."}, follow=True).content.decode()
    assert "kini pendamping" in page
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("prefix", "said"), [("", "tidak dihitung dua kali"), ("/en", "It doesn’t count again")], ids=["id", "en"]
)
def test_a_word_for_a_role_that_was_taken_back_makes_no_mentor_and_says_so(client, oma, mentor, prefix, said):
    for each in (MentorFactory(), mentor):
        vouch(mentor=each, member=oma, reason="x")
    revoke(by=AdministratorFactory(), role=oma.roles.get(), reason="Keluhan.")
    assert said in client.get(prefix + URL).content.decode()
    page = client.post(prefix + URL, {"reason": "Sabar."}, follow=True).content.decode()
    assert said in page
    assert "kini pendamping" not in page
    assert "is a mentor now" not in page
    assert not oma.roles.exists()


def test_who_is_no_mentor_is_told_so_and_gets_back_what_was_typed(client, oma):
    client.force_login(MemberFactory())
    assert client.get(URL).status_code == 403
    answer = client.post(URL, {"reason": "Teman saya."})
    assert answer.status_code == 403
    assert "Teman saya." in answer.content.decode()
    assert not Vouch.objects.exists()


def test_nobody_vouches_for_themselves_by_the_form(client):
    client.force_login(MentorFactory(handle="oma", is_listed=True))
    assert client.post(URL, {"reason": "x"}).status_code == 403


def test_whom_one_does_not_see_one_can_not_vouch_for(client, mentor):
    MemberFactory(handle="oma")
    assert client.get(URL).status_code == 404
    assert client.post(URL, {"reason": "x"}).status_code == 404


def test_another_mentors_vouch_can_not_be_taken_back(client, oma, mentor):
    vouch(mentor=MentorFactory(), member=oma, reason="x")
    assert client.post(f"{URL}batal/").status_code == 404
    assert Vouch.objects.get().stands


def test_vouching_is_limited(client, oma, mentor, monkeypatch):
    monkeypatch.setattr(views, "VOUCH_RATE", "1/day")
    assert client.post(URL, {"reason": "x"}).status_code == 302
    assert client.post(URL, {"reason": "x"}).status_code == 429
