"""Who may only read for a while finds, in the place of each form, until when, why, and what they may do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from community.members.models import MembershipRequest, User
from community.members.organisations import services as organisations
from tests.factories.assistance import hidden_fields, make_assistance
from tests.factories.comments import make_story
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, MentorFactory
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db

UNTIL = datetime(2099, 5, 4, 18, 30, tzinfo=ZoneInfo("Asia/Jayapura"))
WHY = "Tiga kali menjual <obat> di forum."


@pytest.fixture
def mentor(client):
    """A mentor with an organisation, who is signed in."""
    user = MentorFactory(name="Yosep Contoh")
    make_organisation(user, handle="mina-kei")
    client.force_login(user)
    return user


def restrict(user: User, kind: str = "silenced", *, until: datetime = UNTIL, reason: str = WHY) -> None:
    User.objects.filter(pk=user.pk).update(**{f"{kind}_until": until, f"{kind}_reason": reason})


def forms_of(mentor: User) -> dict[str, str]:
    """Every form by which somebody writes, for one who may open all of them."""
    CategoryFactory()
    post, assistance = PostFactory(author=mentor), make_assistance(mentor=mentor)
    make_organisation(handle="lain")
    return {
        "start": reverse("forums:start"),
        "reply": reverse("forums:reply", args=[post.topic_id]),
        "edit": reverse("forums:edit", args=[post.pk]),
        "delete": reverse("forums:delete", args=[post.pk]),
        "comment": reverse("comments:write", args=[make_story().translation_key]),
        "found": reverse("organisations:found"),
        **{name: reverse(f"organisations:{name}", args=["mina-kei"]) for name in ("edit", "logo", "invite")},
        "join": reverse("organisations:join", args=["lain"]),
        "register": reverse("members:assisted_register"),
        "profile": reverse("members:assisted_profile", args=[assistance.pk]),
        "code": reverse("members:assisted_code", args=[assistance.pk]),
    }


def main_of(answer: Any) -> str:
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_every_form_gives_way_to_a_word_on_until_when_why_and_what_next(client, mentor):
    addresses = forms_of(mentor)
    assert {name for name, address in addresses.items() if client.get(address).status_code != 200} == set()
    restrict(mentor)
    for name, address in addresses.items():
        answer = client.get(address)
        page = main_of(answer)
        assert answer.status_code == 403, name
        assert "Anda bisa membaca semuanya, tetapi belum bisa menulis sampai 4 Mei 2099, 18.30 WIT." in page, name
        assert "Tiga kali menjual &lt;obat&gt; di forum." in page, name
        assert 'href="mailto:' in page, name
        assert "<form" not in page, name


def test_it_is_said_in_english_too(client, mentor):
    restrict(mentor)
    page = main_of(client.get("/en/forum/baru/"))
    assert "You can read everything, but you can’t write until" in page
    assert "Write to the moderators" in page


def test_the_page_that_htmx_asks_for_is_refused_so_that_the_link_leads_to_the_notice(client, mentor):
    topic = TopicFactory()
    restrict(mentor)
    assert client.get(reverse("forums:reply", args=[topic.pk]), headers={"HX-Request": "true"}).status_code == 403


def test_of_a_suspension_its_own_day_and_reason_are_told(client, mentor):
    restrict(mentor, until=timezone.now() + timedelta(days=1), reason="Diam dulu.")
    restrict(mentor, "suspended")
    page = main_of(client.get("/forum/baru/"))
    assert "4 Mei 2099" in page
    assert "Diam dulu." not in page


def test_without_a_reason_nothing_is_said_of_one(client, mentor):
    restrict(mentor, reason="")
    assert "Alasannya" not in main_of(client.get("/forum/baru/"))


@pytest.mark.parametrize("kind", ["silenced", "suspended"])
def test_once_it_is_over_the_form_is_there_again(client, mentor, kind):
    CategoryFactory()
    restrict(mentor, kind, until=timezone.now() - timedelta(minutes=1))
    answer = client.get("/forum/baru/")
    assert answer.status_code == 200
    assert "<textarea" in answer.content.decode()


def test_who_writes_for_a_silenced_person_is_told_of_them_and_may_write_for_themselves(client, mentor):
    CategoryFactory()
    assistance = make_assistance(name="Maria Contoh", mentor=mentor)
    restrict(assistance.person)
    client.post(reverse("members:assisted_act", args=[assistance.pk]))
    page = main_of(client.get("/forum/baru/"))
    assert "Untuk Maria Contoh belum bisa ditulis apa pun sampai 4 Mei 2099, 18.30 WIT." in page
    assert "&lt;obat&gt;" in page
    client.post(reverse("members:assisted_stop"))
    assert client.get("/forum/baru/").status_code == 200


def test_what_was_typed_meanwhile_is_not_lost(client, mentor):
    room = CategoryFactory()
    restrict(mentor)
    answer = client.post("/forum/baru/", {"category": room.slug, "title": "Bibit", "body": "Sudah lama saya tulis."})
    assert answer.status_code == 403
    assert "Sudah lama saya tulis.</textarea>" in answer.content.decode()


def test_what_is_sent_all_the_same_is_refused_in_the_same_words(client, mentor):
    room = CategoryFactory()
    restrict(mentor)
    answer = client.post("/forum/baru/", {"category": room.slug, "title": "Bibit", "body": "Sudah lama saya tulis."})
    said = "Anda bisa membaca semuanya, tetapi belum bisa menulis sampai 4 Mei 2099, 18.30 WIT. "
    assert f"{said}Alasannya: Tiga kali menjual &lt;obat&gt; di forum." in main_of(answer)


def test_what_a_mentor_sends_for_a_silenced_person_is_refused_in_words_about_them(client, mentor):
    CategoryFactory(slug="laut")
    assistance = make_assistance(name="Maria Contoh", mentor=mentor)
    post = PostFactory(author=assistance.person, acted_by=mentor)
    client.post(reverse("members:assisted_act", args=[assistance.pk]))
    typed = {"category": "laut", "title": "Bibit", "body": "Sudah mati.", "comment": "Sudah mati."}
    sent = {
        address: typed | hidden_fields(client.get(address).content.decode())
        for address in (
            reverse("forums:start"),
            reverse("forums:reply", args=[post.topic_id]),
            reverse("forums:edit", args=[post.pk]),
            reverse("comments:write", args=[make_story().translation_key]),
        )
    }
    restrict(assistance.person)
    for address, fields in sent.items():
        answer = client.post(address, fields)
        said = "Untuk Maria Contoh belum bisa ditulis apa pun sampai 4 Mei 2099, 18.30 WIT. "
        assert answer.status_code == 403, address
        assert f"{said}Alasannya: Tiga kali menjual &lt;obat&gt; di forum." in main_of(answer), address
        assert "Anda bisa membaca semuanya" not in main_of(answer), address


def test_a_request_to_join_can_still_be_taken_back(client):
    member, organisation = MemberFactory(), make_organisation(handle="lain")
    organisations.ask_to_join(member=member, organisation=organisation)
    restrict(member)
    client.force_login(member)
    address = reverse("organisations:join", args=["lain"])
    assert 'name="withdraw"' in client.get(address).content.decode()
    client.post(address, {"withdraw": "1"})
    assert MembershipRequest.objects.get().state == "withdrawn"


def test_a_visitor_still_comments_and_gets_no_session(client):
    answer = client.get(reverse("comments:write", args=[make_story().translation_key]))
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
