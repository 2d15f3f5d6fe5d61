"""Time of reading counts by the clock, in all topics of a member together."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from community.forums.models import Reading
from community.forums.services import progress
from community.members.permissions import Viewer
from tests.factories.forums import CategoryFactory, TopicFactory, topic_of
from tests.factories.members import MemberFactory
from tests.factories.threads import at_once
from tests.factories.unread import state_of

pytestmark = pytest.mark.django_db
TOLD = "/forum/dibaca/"


@pytest.fixture
def member(client):
    user = MemberFactory(date_joined=timezone.now() - timedelta(days=1))
    client.force_login(user)
    return user


def seconds_of(member) -> int:
    return sum(Reading.objects.filter(user=member).values_list("seconds", flat=True))


def note(member, topic, seconds) -> None:
    progress.note_reading(viewer=Viewer(member), topic_id=topic.pk, number=1, seconds=seconds)


def test_who_reports_of_many_topics_at_once_reads_no_longer_than_the_clock_goes():
    category, began = CategoryFactory(), timezone.now().replace(microsecond=0)
    with time_machine.travel(began, tick=False) as clock:
        member = MemberFactory(date_joined=began)
        topics = [TopicFactory(category=category) for _number in range(30)]
        for topic in topics:
            progress.opened(Viewer(member), state_of(topic, member))
        for _minute in range(3):
            clock.shift(60)
            for topic in topics:
                note(member, topic, 60)
    assert seconds_of(member) == 180


def test_two_windows_with_two_topics_that_report_at_once_or_in_turns_share_the_time(member):
    topics = topic_of(2), topic_of(2)
    began = timezone.now().replace(microsecond=600_000)
    with time_machine.travel(began, tick=False) as clock:
        note(member, topics[0], 60)  # of the day since they joined a report brings a minute
        assert seconds_of(member) == 60
        for _quarter in range(4):
            clock.shift(15)
            for topic in topics:
                note(member, topic, 15)
        assert seconds_of(member) == 120
        for number in range(8):
            clock.shift(7.5)
            note(member, topics[number % 2], 15)
        counted = seconds_of(member)
        assert 179 <= counted <= 180  # also of halves hardly anything is lost
        clock.shift(-30)  # another machine, whose clock is slow
        note(member, topics[0], 15)
        clock.shift(30)
        note(member, topics[1], 15)
    assert seconds_of(member) == counted


def test_a_first_report_counts_no_more_than_since_the_member_joined():
    topic, now = topic_of(2), timezone.now()
    with time_machine.travel(now, tick=False):
        member = MemberFactory(date_joined=now - timedelta(seconds=9))
        note(member, topic, 60)
    assert 8 <= seconds_of(member) <= 9


def test_opening_a_topic_and_reports_without_time_take_none_from_another_window(member):
    topics = topic_of(2), topic_of(2)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        note(member, topics[0], 15)
        clock.shift(10)
        progress.opened(Viewer(member), state_of(topics[1], member))
        note(member, topics[1], 0)
        clock.shift(5)
        note(member, topics[0], 15)
    assert seconds_of(member) == 30


def test_a_report_costs_as_many_queries_however_many_topics_were_read(member, django_assert_num_queries):
    category = CategoryFactory()
    for count in (1, 10):
        topics = [TopicFactory(category=category) for _number in range(count)]
        for topic in topics:
            note(member, topic, 15)
        viewer = Viewer(member)
        assert viewer.tokens  # which a request reads once
        with django_assert_num_queries(4):  # the topic, the clock, the position, once a day the day
            progress.note_reading(viewer=viewer, topic_id=topics[0].pk, number=1, seconds=15)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_reports_about_many_topics_at_once_the_time_counts_once():
    member, category = MemberFactory(date_joined=timezone.now() - timedelta(days=1)), CategoryFactory()
    topics = [TopicFactory(category=category) for _number in range(12)]
    began = time.monotonic()
    at_once(*(partial(note, member, topic, 60) for topic in topics))
    assert 60 <= seconds_of(member) <= 61 + time.monotonic() - began
