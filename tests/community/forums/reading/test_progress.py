from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from importlib import import_module

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from community.forums.models import Reading, ReadingClock, Topic
from community.forums.services import progress
from community.members.following.kinds import TOPIC
from community.members.models import Watch
from community.members.permissions import Viewer
from tests.factories.forums import CategoryFactory, topic_of
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.unread import state_of, unread_of

pytestmark = pytest.mark.django_db
TOLD = "/forum/dibaca/"


@pytest.fixture
def member(client):
    user = MemberFactory(date_joined=timezone.now() - timedelta(days=1))
    client.force_login(user)
    return user


def position(member, topic) -> int:
    return Reading.objects.get(user=member, topic=topic).last_read


def tell(client, member, topic, last, seconds=15, seal=None, *, after=60):
    """Report, so many seconds after the last report, of this topic and of any."""
    seal = seal or progress.opened(Viewer(member), state_of(topic, member)).seal
    earlier = timezone.now() - timedelta(seconds=after)
    Reading.objects.filter(user=member, topic=topic).update(last_read_at=earlier)
    ReadingClock.objects.filter(user=member).update(until=int(earlier.timestamp()))
    return client.post(TOLD, {"seal": seal, "last": last, "seconds": seconds})


def picture_in(html: str) -> str:
    """The address that a browser without scripts asks for."""
    return unescape(re.search(r'<noscript><img src="([^"]+)" alt="" hidden></noscript>', html)[1])


def open_without_scripts(client, topic, *, page=1):
    """Open a page, and what it asks for where no scripts run."""
    html = client.get(f"{topic.get_absolute_url()}?page={page}").content.decode()
    return client.get(picture_in(html))


def test_without_scripts_a_page_that_is_shown_marks_its_posts_as_read(client, member):
    topic = topic_of(45)
    Watch.objects.create(user=member, kind=TOPIC, object_id=topic.pk, level=Watch.Level.TRACKING)
    response = open_without_scripts(client, topic, page=2)
    assert (response.status_code, response.content) == (204, b"")
    assert "no-store" in response["Cache-Control"]
    assert position(member, topic) == 40
    assert unread_of(member) == {topic.pk: 5}
    for _time in range(2):
        open_without_scripts(client, topic, page=3)
        assert position(member, topic) == 45
    assert unread_of(member) == {}
    assert Reading.objects.get().seconds == 0


def test_a_browser_that_has_not_told_anything_yet_reads_nothing_by_opening_pages(client, member):
    topic = topic_of(45)
    for page in (1, 3):
        response = client.get(f"{topic.get_absolute_url()}?page={page}")
        assert not response.cookies
    assert position(member, topic) == 0
    assert "Lanjut di" not in response.content.decode()


def test_the_picture_counts_for_whom_the_page_was_made_and_while_the_topic_is_open_to_them(client, member):
    topic, other = topic_of(25), Client()
    address = picture_in(client.get(topic.get_absolute_url()).content.decode())
    other.force_login(MemberFactory())
    assert other.get(address).status_code == 204
    assert Client().get(address).status_code == 302
    Topic.objects.filter(pk=topic.pk).update(category=CategoryFactory(audience_see="group:1"))
    assert client.get(address).status_code == 204
    assert Reading.objects.get().last_read == 0


def test_the_position_never_falls(client, member):
    topic = topic_of(45)
    for page in (3, 1, 2):
        open_without_scripts(client, topic, page=page)
    tell(client, member, topic, 7)
    assert position(member, topic) == 45


def test_a_browser_that_tells_marks_only_what_was_on_the_screen(client, member):
    topic = topic_of(45)
    client.get(f"{topic.get_absolute_url()}?page=3")
    assert position(member, topic) == 0
    response = tell(client, member, topic, 43)
    assert (response.status_code, response.content) == (204, b"")
    assert position(member, topic) == 43


def test_another_device_goes_on_where_this_one_was(client, member):
    topic, telephone = topic_of(45), Client()
    telephone.force_login(member)
    tell(client, member, topic, 31)
    tell(telephone, member, topic, 12)
    assert position(member, topic) == 31
    assert "Lanjut di 32" in telephone.get(topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("last", "kept"), [("46", 45), ("999999999", 45), ("-3", 0), ("x", 0), ("9" * 30, 0), ("²", 0)]
)
def test_it_is_never_more_than_the_topic_has(client, member, last, kept):
    topic = topic_of(45)
    assert tell(client, member, topic, last).status_code == 204
    assert position(member, topic) == kept


def test_a_report_counts_seconds_of_its_own_time_only(client, member):
    topic = topic_of(2)
    for seconds in ("15", "100000", "x"):
        tell(client, member, topic, 1, seconds)
    assert Reading.objects.get().seconds == 15 + progress.MOST_SECONDS


def test_two_windows_that_show_a_topic_at_once_count_their_time_once(client, member):
    topic, telephone = topic_of(2), Client()
    telephone.force_login(member)
    for _quarter in range(4):
        tell(client, member, topic, 1, 15, after=15)
        tell(telephone, member, topic, 1, 15, after=0)
    assert Reading.objects.get().seconds == 60
    for device in (client, telephone) * 4:  # each in the middle between two reports of the other
        tell(device, member, topic, 1, 14, after=7)
    assert Reading.objects.get().seconds == 60 + 56


def test_five_minutes_in_two_windows_track_after_five_minutes(client, member):
    topic = topic_of(3)
    for _report in range(4):
        tell(client, member, topic, 1, 60)
        tell(client, member, topic, 1, 60, after=0)
    assert not Watch.objects.filter(user=member).exists()
    tell(client, member, topic, 1, 60)
    assert Watch.objects.get(user=member).level == Watch.Level.TRACKING


def test_time_with_two_topics_one_after_the_other_counts_for_each(client, member):
    for topic in (topic_of(2), topic_of(2)):
        tell(client, member, topic, 1, 15)
        assert Reading.objects.get(topic=topic).seconds == 15


def test_a_seal_of_another_member_or_a_forged_one_writes_nothing(client, member):
    topic, other = topic_of(5), MemberFactory()
    theirs = progress.opened(Viewer(other), state_of(topic, other)).seal
    for seal in (theirs, "x", f"{theirs}x", ""):
        assert client.post(TOLD, {"seal": seal, "last": 3, "seconds": 15}).status_code == 204
    assert not Reading.objects.filter(user=member).exists()


def test_a_topic_that_is_no_longer_open_is_not_written_down(client, member):
    topic = topic_of(5)
    seal = progress.opened(Viewer(member), state_of(topic, member)).seal
    Topic.objects.filter(pk=topic.pk).update(category=CategoryFactory(audience_see="group:1"))
    tell(client, member, topic, 4, seal=seal)
    assert position(member, topic) == 0


def test_a_visitor_tells_nothing_and_their_page_has_nothing_of_it(client):
    topic = topic_of(25)
    response = client.get(topic.get_absolute_url())
    html = response.content.decode()
    assert "data-told" not in html
    assert "<noscript><img" not in html
    assert "reading.js" not in html
    assert not response.cookies
    assert client.post(TOLD, {"seal": "x"}).status_code == 302
    assert not Reading.objects.exists()


def test_reports_are_limited_in_pace(client, member, monkeypatch):
    monkeypatch.setattr(import_module("community.forums.views.told"), "RATE", "2/hour")
    topic = topic_of(2)
    assert [tell(client, member, topic, 1).status_code for _time in range(3)] == [204, 204, 429]
    assert open_without_scripts(client, topic).status_code == 429


def test_who_reads_for_five_minutes_tracks(client, member):
    topic = topic_of(3)
    for _report in range(4):
        tell(client, member, topic, 1, 60)
    assert not Watch.objects.filter(user=member).exists()
    tell(client, member, topic, 1, 60)
    watch = Watch.objects.get(user=member)
    assert (watch.kind, watch.object_id, watch.level) == (TOPIC, topic.pk, Watch.Level.TRACKING)


@pytest.mark.parametrize("level", [Watch.Level.MUTED, Watch.Level.NORMAL, Watch.Level.WATCHING])
def test_a_level_that_was_chosen_stays_however_long_one_reads(client, member, level):
    topic = topic_of(3)
    Watch.objects.create(user=member, kind=TOPIC, object_id=topic.pk, level=level)
    for _report in range(6):
        tell(client, member, topic, 1, 60)
    assert Watch.objects.get(user=member).level == level


def test_the_site_may_leave_tracking_to_its_members(client, member, settings):
    settings.FORUM_TRACK_MINUTES = 0
    topic = topic_of(3)
    for _report in range(6):
        tell(client, member, topic, 1, 60)
    assert not Watch.objects.filter(user=member).exists()


def test_the_link_to_go_on_leads_to_the_page_and_the_post(client, member):
    topic = topic_of(45)
    Reading.objects.create(user=member, topic=topic, last_read=30)
    html = client.get(topic.get_absolute_url()).content.decode()
    assert f'href="{topic.get_absolute_url()}?page=2#post-31"' in html
    assert "Lanjut di" not in client.get(f"{topic.get_absolute_url()}?page=2").content.decode()


def test_who_has_read_all_is_not_sent_on(client, member):
    topic = topic_of(3)
    open_without_scripts(client, topic)
    assert "Lanjut di" not in client.get(topic.get_absolute_url()).content.decode()


def test_a_page_that_was_read_is_written_once(client, member, django_assert_num_queries):
    topic = topic_of(3)
    client.get(topic.get_absolute_url())
    with connection.execute_wrapper(refuse_writes_of_readings):
        assert client.get(topic.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 40])
def test_a_topic_costs_a_member_at_most_fourteen_queries(client, member, count, django_assert_max_num_queries):
    topic = topic_of(count)
    client.get("/forum/")  # what the frame of every page remembers
    client.get(topic.get_absolute_url())  # from then on there is nothing to note
    with django_assert_max_num_queries(14) as queries:
        assert client.get(topic.get_absolute_url()).status_code == 200
    assert len(queries) == COSTS.setdefault("topic", len(queries))


COSTS: dict[str, int] = {}


def test_a_moderator_reads_a_hidden_topic_as_well(client):
    moderator, topic = ModeratorFactory(), topic_of(3)
    Topic.objects.filter(pk=topic.pk).update(is_live=False)
    client.force_login(moderator)
    open_without_scripts(client, topic)
    assert position(moderator, topic) == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_reports_at_once_the_furthest_stays_and_the_time_counts_once():
    member, topic = MemberFactory(date_joined=timezone.now() - timedelta(days=1)), topic_of(30)

    def report(number):
        try:
            progress.note_reading(viewer=Viewer(member), topic_id=topic.pk, number=number, seconds=1)
        finally:
            connections.close_all()

    began = time.monotonic()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(report, [*range(1, 31), *range(29, 0, -1)]))
    reading = Reading.objects.get()
    assert reading.last_read == 30
    assert 1 <= reading.seconds <= 2 + time.monotonic() - began


def refuse_writes_of_readings(execute, sql, params, many, context):
    assert "INTO forums_reading" not in sql
    return execute(sql, params, many, context)
