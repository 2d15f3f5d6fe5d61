"""The bell in the header, and that being there counts as having read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.forums import services as forums
from community.notifications.models import Activity, Notification
from community.notifications.services import unread
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import answer, tell, watch

pytestmark = pytest.mark.django_db

LIST = "/pemberitahuan/"


def bell(client: Client, address: str = "/forum/", said: str = "pemberitahuan belum dibaca") -> int | None:
    """How many the header of a page says are unread; None without a bell."""
    page = client.get(address, follow=True).content.decode()
    header = page.split("<header")[1].split("</header>")[0]
    if f'href="{LIST}"' not in header:
        return None
    label = header.split(f'href="{LIST}" aria-label="')[1].split('"')[0]
    return int(label.split()[0]) if said in label else 0


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def test_a_visitor_has_no_bell_and_pages_stay_such_as_can_be_kept(client, django_assert_max_num_queries):
    topic = TopicFactory()
    assert bell(client) is None
    client.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        response = client.get(topic.get_absolute_url())
    assert not any("notifications_" in query["sql"] for query in captured)
    assert not response.cookies


def test_it_says_how_much_is_unread_in_both_languages(client, member):
    assert bell(client) == 0
    topic = TopicFactory(author=member)
    answer(topic, MemberFactory())
    assert bell(client) == 1
    answer(topic, MemberFactory())
    assert bell(client) == 2
    page = client.get("/en/forum/").content.decode()
    assert 'aria-label="2 unread notifications"' in page
    assert 'href="/en/pemberitahuan/"' in page


def test_what_is_another_s_does_not_count(client, member):
    answer(TopicFactory(), MemberFactory())
    assert bell(client) == 0


def test_more_than_ninety_nine_are_not_counted_further(client, member):
    topic = TopicFactory(author=member)
    answer(topic, MemberFactory())
    original = Notification.objects.get()
    activities = Activity.objects.bulk_create(
        Activity(
            kind="reply",
            actor=original.activity.actor,
            object_kind="post",
            number=2,
            fanned_out_at=original.activity.created_at,
            object_id=original.activity.object_id,
            container=original.container,
        )
        for _number in range(120)
    )
    Notification.objects.bulk_create(
        Notification(recipient=member, activity=activity, container=original.container, reason="reply")
        for activity in activities
    )
    page = client.get("/forum/").content.decode()
    assert "Lebih dari 99 pemberitahuan belum dibaca" in page
    assert ">99+</text>" in page


def test_one_query_asks_whether_anything_is_unread(client, member):
    client.get("/forum/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/forum/")
    assert sum("notifications_notification" in query["sql"] for query in captured) == 1


def test_a_topic_page_asks_once_too_and_writes_nothing_while_nothing_is_unread(client, member):
    topic = TopicFactory()
    client.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        client.get(topic.get_absolute_url())
    asked = [query["sql"] for query in captured if "notifications_" in query["sql"]]
    assert len(asked) == 1
    assert asked[0].startswith("SELECT")


def test_being_there_is_having_read_at_once_on_all_devices(client, member):
    topic, other_topic = TopicFactory(author=member), TopicFactory(author=member)
    post = answer(topic, MemberFactory())
    answer(other_topic, MemberFactory())
    telephone = Client()
    telephone.force_login(member)
    assert bell(client) == bell(telephone) == 2
    with CaptureQueriesContext(connection) as captured:
        assert bell(client, post.get_absolute_url()) == 1  # the page that is opened says so already
    assert sum(query["sql"].startswith("UPDATE") and "notifications_" in query["sql"] for query in captured) == 1
    assert bell(telephone) == 1
    assert bell(telephone, other_topic.get_absolute_url()) == bell(client) == 0


def test_a_page_marks_what_it_shows_and_what_stands_before_it_but_not_what_comes_later(client, member):
    topic, other = TopicFactory(author=member), MemberFactory()
    for _number in range(44):
        answer(topic, other)
    assert bell(client, topic.get_absolute_url()) == 25  # numbers 21 to 45
    assert bell(client, f"{topic.get_absolute_url()}?page=3") == 0


def test_who_looks_without_having_been_told_marks_nothing_of_others(client, member):
    topic = TopicFactory()
    tell()
    watch(member, "topic", topic.pk)
    answer(topic, MemberFactory())
    other = Client()
    other.force_login(topic.author)
    other.get(topic.get_absolute_url())
    assert bell(client) == 1
    assert bell(other) == 0


def test_a_visitor_who_opens_a_topic_marks_nothing(client):
    topic = TopicFactory()
    answer(topic, MemberFactory())
    client.get(topic.get_absolute_url())
    assert Notification.objects.get().read_at is None


def test_with_more_unread_than_are_looked_through_all_of_the_page_is_marked(client, member, monkeypatch):
    monkeypatch.setattr(unread, "ROWS", 3)
    topic, other = TopicFactory(author=member), MemberFactory()
    for _number in range(8):
        answer(topic, other)
    answer(TopicFactory(author=member), other)
    assert bell(client, topic.get_absolute_url()) == 1


def test_what_is_gone_before_it_was_read_does_not_count(client, member):
    topic, other = TopicFactory(author=member), MemberFactory()
    post = answer(topic, other)
    assert bell(client) == 1
    forums.delete_post(member=other, post=post)
    assert bell(client) == 0
