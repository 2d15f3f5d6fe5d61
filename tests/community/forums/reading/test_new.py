"""Which topics are new to a member, and catching up with them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.forums.models import Reading, Topic, Visit
from community.forums.services import unread, visits
from community.members.permissions import Viewer
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.unread import new_to, read, unread_of

pytestmark = pytest.mark.django_db
NEW, UNREAD = "/forum/?tab=new", "/forum/?tab=unread"
DISMISSING, MARKING = "/forum/topik-baru/lewati/", "/forum/belum-dibaca/tandai/"


def test_a_topic_is_new_until_it_is_opened(client):
    member, topic = MemberFactory(), TopicFactory()
    client.force_login(member)
    assert topic.title in client.get(NEW).content.decode()
    client.get(topic.get_absolute_url())
    assert topic.title not in client.get(NEW).content.decode()


def test_ones_own_topics_are_not_new():
    topic = TopicFactory()
    assert new_to(topic.author) == []


def test_a_topic_that_waited_is_new_when_it_is_first_seen():
    member, topic = MemberFactory(), TopicFactory()
    Topic.objects.filter(pk=topic.pk).update(created_at=timezone.now() - timedelta(days=9))
    assert new_to(member) == [topic]


def test_topics_of_the_last_days_are_new_and_those_since_the_last_visit(settings):
    member = MemberFactory()
    topics = [TopicFactory() for _number in range(3)]
    for topic, days in zip(topics, (1, 5, 20), strict=True):
        Topic.objects.filter(pk=topic.pk).update(published_at=timezone.now() - timedelta(days=days))
    assert new_to(member) == topics[:1]
    Visit.objects.create(user=member, previous_at=timezone.now() - timedelta(days=9))
    assert new_to(member) == topics[:2]
    settings.FORUM_NEW_DAYS = 30
    assert new_to(member) == topics


def test_a_visit_ends_an_hour_after_the_last_look():
    member = MemberFactory()
    visits.note_visit(Viewer(member))
    first = Visit.objects.get().at
    visits.note_visit(Viewer(member))
    assert Visit.objects.get().at == first  # looking around writes little
    Visit.objects.update(at=first - timedelta(minutes=30))
    visits.note_visit(Viewer(member))
    assert (Visit.objects.get().previous_at, Visit.objects.get().at > first) == (None, True)
    Visit.objects.update(at=first - timedelta(days=3))
    visits.note_visit(Viewer(member))
    assert Visit.objects.get().previous_at == first - timedelta(days=3)


def test_new_topics_are_dismissed_up_to_the_moment_of_asking(client):
    member = MemberFactory()
    client.force_login(member)
    seen = TopicFactory()
    form = client.get(DISMISSING).content.decode()
    [asked_at] = re.findall(r'name="asked_at" value="([^"]+)"', form)
    later = TopicFactory()
    assert client.post(DISMISSING, {"asked_at": asked_at}).url == f"{NEW}#topik"
    html = client.get(NEW).content.decode()
    assert seen.title not in html
    assert later.title in html


def test_all_is_marked_as_read_but_what_came_while_one_was_asked(client):
    member, topic, other = MemberFactory(), TopicFactory(), TopicFactory()
    client.force_login(member)
    for each in (topic, other):
        read(member, each, 1)
        PostFactory(topic=each)
    form = client.get(MARKING).content.decode()
    assert "Pada 2 topik" in form
    [asked_at] = re.findall(r'name="asked_at" value="([^"]+)"', form)
    PostFactory(topic=other)
    assert client.post(MARKING, {"asked_at": asked_at}).url == f"{UNREAD}#topik"
    assert unread_of(member) == {other.pk: 2}
    assert Reading.objects.get(user=member, topic=topic).last_read == 2


@pytest.mark.parametrize("asked_at", ["", "x", "2026-13-45T99:99", "9999-01-01T00:00:00+00:00", "2026-01-01T00:00:00"])
def test_a_moment_that_is_none_is_now(client, asked_at):
    member, topic = MemberFactory(), TopicFactory()
    client.force_login(member)
    read(member, topic, 1)
    PostFactory(topic=topic)
    client.post(MARKING, {"asked_at": asked_at})
    assert unread_of(member) == {}


def test_catching_up_touches_nobody_else():
    member, other, topic = MemberFactory(), MemberFactory(), TopicFactory()
    for each in (member, other):
        read(each, topic, 1)
    PostFactory(topic=topic)
    unread.mark_all_read(user=member, until=timezone.now())
    visits.dismiss_new(user=member, until=timezone.now())
    assert unread_of(other) == {topic.pk: 1}
