"""On which days members were here: noted once a day, by whoever reads or writes, each by the calendar of their zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from community.forums.services import progress
from community.members.models import VisitedDay
from community.members.permissions import Viewer
from community.members.trust.days import note_day
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 7, 15, 16, tzinfo=UTC)  # the next day in Jayapura, still the 15th in Jakarta


def days_of(member) -> list[date]:
    return list(VisitedDay.objects.filter(user=member).order_by("day").values_list("day", flat=True))


def test_a_day_is_noted_once_by_one_query_and_then_by_none(
    django_assert_num_queries, django_capture_on_commit_callbacks
):
    member = MemberFactory()
    with django_assert_num_queries(1), django_capture_on_commit_callbacks(execute=True):
        note_day(member.pk)
    with django_assert_num_queries(0):
        note_day(member.pk)
    cache.clear()  # as in another process
    note_day(member.pk)
    assert days_of(member) == [timezone.localdate()]


def test_what_was_rolled_back_is_noted_again(django_assert_num_queries):
    member = MemberFactory()
    note_day(member.pk)  # nothing is committed here
    VisitedDay.objects.all().delete()
    note_day(member.pk)
    assert len(days_of(member)) == 1


def test_a_day_that_no_number_asks_for_is_not_noted():
    member, today = MemberFactory(), timezone.now().date()
    note_day(member.pk, today - timedelta(days=103))
    note_day(member.pk, today - timedelta(days=102))
    assert days_of(member) == [today - timedelta(days=102)]


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jayapura", 16), ("Asia/Jakarta", 15)])
def test_the_lists_of_the_forum_note_the_day_of_the_members_zone(client, zone, day):
    with time_machine.travel(EVENING, tick=False):
        member = MemberFactory(zone=zone)
        client.force_login(member)
        client.get("/forum/")
        client.get("/forum/")
    assert days_of(member) == [date(2026, 7, day)]


def test_reading_notes_the_day():
    member = MemberFactory()
    progress.note_reading(viewer=Viewer(member), topic_id=TopicFactory().pk, number=1, seconds=15)
    assert len(days_of(member)) == 1


def test_commenting_notes_the_day_of_the_comment_by_the_writers_zone():
    with time_machine.travel(EVENING, tick=False):
        member = MemberFactory(zone="Asia/Jakarta")
        comment = make_comment(make_story(), author=member)
    assert days_of(member) == [comment.created_at.astimezone(ZoneInfo("Asia/Jakarta")).date()]


def test_a_visitors_comment_and_a_page_that_is_not_of_the_forum_note_nothing(client):
    story = make_story()
    make_comment(story)
    member = MemberFactory()
    client.force_login(member)
    client.get(story.url)
    assert days_of(member) == []


def test_what_a_mentor_writes_counts_for_their_person_alone():
    assistance = make_assistance()
    TopicFactory(author=assistance.person, acted_by=assistance.mentor)
    PostFactory(author=assistance.person, acted_by=assistance.mentor)
    assert len(days_of(assistance.person)) == 1
    assert days_of(assistance.mentor) == []
