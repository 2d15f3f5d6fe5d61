"""The page of what one was told, in both languages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from community.notifications.models import Activity, Notification, Preference
from community.notifications.services import listing
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import answer, quoting, tell, told, watch
from tests.factories.organisations import make_organisation, owner_of

pytestmark = pytest.mark.django_db

LIST, READ, MAILS = "/pemberitahuan/", "/pemberitahuan/dibaca/", "/pemberitahuan/surel/"


@pytest.fixture
def member(client):
    user = MemberFactory(handle="siti-m")
    client.force_login(user)
    return user


def text_of(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada pemberitahuan"), ("en", "Nothing to tell you yet")])
def test_an_empty_page_says_what_will_stand_there(client, member, language, said):
    with override(language):
        address = reverse("notifications:list")
    page = text_of(client, address)
    assert said in page
    assert "<form" not in page


def test_a_visitor_is_led_to_the_login_and_back(client):
    assert client.get(LIST)["Location"] == f"/akun/masuk/?next={LIST}"
    assert "/akun/masuk/" in client.post(READ)["Location"]


def test_it_tells_who_did_what_and_leads_to_the_post(client, member):
    author = MemberFactory(name="Agus Ohoiwutun")
    topic = TopicFactory(author=member, title="Bibit memutih")
    first = answer(topic, author, "Sudah **seminggu** di sini.")
    second = answer(topic, author, quoting(topic.posts.get(number=1)))
    third = answer(topic, author, "Benar, @siti-m.")
    page = text_of(client)
    assert page.count("<article") == 1
    assert "Sudah seminggu di sini." in page
    assert page.count("Sejak hujan") == 0  # what is quoted is known
    for words, post in (("membalas di topik Anda", first), ("mengutip Anda", second), ("menyebut Anda", third)):
        assert f'<a href="/forum/kiriman/{post.pk}/">Agus Ohoiwutun {words}</a>' in page
    assert "Agus Ohoiwutun replied in your topic" in text_of(client, "/en/pemberitahuan/")


def test_a_topic_leads_to_its_first_unread_post(client, member):
    topic = TopicFactory(author=member)
    first, second = (answer(topic, MemberFactory()) for _number in range(2))
    assert f'<h2 class="title"><a href="/forum/kiriman/{first.pk}/"' in text_of(client)
    Notification.objects.filter(activity__object_id=first.pk).update(read_at=first.created_at)
    assert f'<h2 class="title"><a href="/forum/kiriman/{second.pk}/"' in text_of(client)


def test_it_names_the_organisation_while_that_is_in_view(client, member):
    organisation = make_organisation(name="BUMDes Hoat")
    speaker = owner_of(organisation)
    answer(TopicFactory(author=member), speaker, organisation=organisation)
    assert f"{speaker.name} atas nama BUMDes Hoat membalas" in text_of(client)
    organisation.suspended_at = organisation.created_at
    organisation.save()
    assert "BUMDes Hoat" not in text_of(client)


def test_topics_stand_in_the_order_of_their_latest(client, member):
    old, new = TopicFactory(author=member, title="Yang lama"), TopicFactory(author=member, title="Yang baru")
    answer(old, MemberFactory())
    answer(new, MemberFactory())
    answer(old, MemberFactory())
    page = text_of(client)
    assert page.index("Yang lama") < page.index("Yang baru")
    assert page.count("<article") == 2


def test_a_new_topic_is_told_as_such(client, member):
    topic = TopicFactory()
    watch(member, "category", topic.category_id)
    answer(TopicFactory(category=topic.category), MemberFactory())
    page = text_of(client)
    assert "memulai topik ini" in page
    assert " membalas</a>" in page


def test_all_is_marked_as_read_that_was_shown_and_what_came_meanwhile_stays_new(client, member):
    topic = TopicFactory(author=member)
    answer(topic, MemberFactory())
    page = text_of(client)
    up_to = page.split('name="up_to" value="')[1].split('"')[0]
    late = answer(topic, MemberFactory())
    for _time in range(2):
        response = client.post(READ, {"up_to": up_to})
        assert response["Location"] == LIST
    unread = Notification.objects.filter(recipient=member, read_at=None)
    assert [each.activity.object_id for each in unread] == [late.pk]
    client.post(READ)
    assert not unread.all().exists()
    assert "<form" not in text_of(client)


def test_marking_touches_nobody_else_s(client, member):
    answer(TopicFactory(), MemberFactory())
    client.post(READ)
    assert Notification.objects.get().read_at is None


def test_marking_needs_the_token_of_a_form(member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    answer(TopicFactory(author=member), MemberFactory())
    assert strict.post(READ).status_code == 403
    assert Notification.objects.get().read_at is None


def test_it_has_pages_each_beginning_where_the_last_one_ended(client, member, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    topic = TopicFactory(author=member)
    posts = [answer(topic, MemberFactory(), f"Jawaban {number}.") for number in range(5)]
    first = text_of(client)
    assert [f"Jawaban {number}." in first for number in range(5)] == [False, False, True, True, True]
    after = first.split("?after=")[1].split('"')[0]
    answer(topic, MemberFactory(), "Yang datang kemudian.")
    second = text_of(client, f"{LIST}?after={after}")
    assert [f"Jawaban {number}." in second for number in range(5)] == [True, True, False, False, False]
    assert "?after=" not in second
    first_of_all = Activity.objects.get(object_id=posts[0].pk)
    assert "Tidak ada pemberitahuan sebelum ini." in text_of(client, f"{LIST}?after={first_of_all.pk}")


def test_a_topic_says_how_much_of_it_is_unread_on_all_pages_together_as_the_bell_does(client, member, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    topic, author = TopicFactory(author=member), MemberFactory()
    for number in range(5):
        answer(topic, author, f"Jawaban {number}.")
    first = text_of(client)
    assert "<i>5</i>baru" in first
    assert "<i>5</i>baru" in text_of(client, f"{LIST}?after={first.split('?after=')[1].split(chr(34))[0]}")
    activities = Activity.objects.bulk_create(
        Activity(kind="reply", actor=author, object_kind="post", object_id=post, container=f"topic:{topic.pk}")
        for post in [topic.posts.get(number=2).pk] * 120
    )
    Notification.objects.bulk_create(
        Notification(recipient=member, activity=each, container=each.container, reason="reply") for each in activities
    )
    assert "<i>99+</i>baru" in text_of(client)


@pytest.mark.parametrize("after", ["x", "-1", "9" * 19, "²", ""])
def test_a_place_that_is_none_is_the_beginning(client, member, after):
    answer(TopicFactory(author=member, title="Bibit memutih"), MemberFactory())
    assert "Bibit memutih" in text_of(client, f"{LIST}?after={after}")


def test_the_page_asks_as_much_for_fifty_topics_as_for_one(client, member):
    costs = []
    for many in (1, 29):
        for _number in range(many):
            answer(TopicFactory(author=member), MemberFactory())
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[0] <= 13


@pytest.mark.parametrize("language", ["id", "en"])
def test_one_chooses_which_mails_come(client, member, language):
    with override(language):
        address = reverse("notifications:mails")
    page = text_of(client, address)
    assert page.count(" checked") == 4
    assert client.post(address, {"mention": "on"})["Location"] == address

    def chosen() -> tuple[bool, ...]:
        row = Preference.objects.get(user=member)
        return (row.mail_mention, row.mail_quote, row.mail_reply, row.mail_reminder)

    assert chosen() == (True, False, False, False)
    assert text_of(client, address).count(" checked") == 1
    client.post(address, {"quote": "on", "reply": "on", "reminder": "on"})
    assert chosen() == (False, True, True, True)


def test_marking_too_often_is_slowed_down(client, member, monkeypatch):
    monkeypatch.setattr("community.notifications.views.READ_RATE", "1/hour")
    assert [client.post(READ).status_code for _time in range(2)] == [302, 429]


@pytest.mark.parametrize(("prefix", "said"), [("", "secara pribadi"), ("/en", "in private")])
def test_the_choice_names_private_messages_whose_mails_it_ends_too(client, member, prefix, said):
    label = text_of(client, f"{prefix}{MAILS}").split('for="id_reply">')[1].split("</label>")[0]
    assert said in label
    make_conversation(people=[member])
    tell()
    assert told(member) == [("reply", 1)]  # the reason whose mails that choice is about
