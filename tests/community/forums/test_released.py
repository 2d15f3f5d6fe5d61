"""What waited for a moderator is there from its release on: in lists, in its topic's time, and for who follows it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import reading
from community.forums.services.recounting import recount_forums
from community.members.following.kinds import TOPIC
from community.members.permissions import Viewer
from community.writing.signals import Hold, screening
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import tell, told, watch

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=5)


@contextmanager
def held():
    def hold(**kwargs):
        return Hold("x")

    screening.connect(hold)
    yield
    screening.disconnect(hold)


def age(*things):
    for thing in things:
        type(thing).objects.filter(pk=thing.pk).update(created_at=timezone.now() - LONG_AGO)


def test_a_reply_that_is_let_pass_lifts_its_topic_and_is_the_last_one():
    topic, other, moderator = TopicFactory(), TopicFactory(), ModeratorFactory()
    with held():
        post = PostFactory(topic=topic)
    age(post)
    later = PostFactory(topic=topic)
    PostFactory(topic=other)
    assert reading.topics(Viewer(moderator)).first() == other
    before = timezone.now()
    services.restore_post(moderator=moderator, post=post)
    topic = Topic.objects.get(pk=topic.pk)
    assert topic.last_post_at >= before
    assert topic.last_post_author == post.author
    assert reading.topics(Viewer(moderator)).first() == topic
    assert [row.number for row in topic.posts.order_by("number")] == [1, post.number, later.number]
    assert list(recount_forums()) == []


def test_who_watches_and_who_asked_hear_of_it_though_they_read_past_it():
    watcher, topic = MemberFactory(), TopicFactory()
    tell()
    watch(watcher, TOPIC, topic.pk)
    with held():
        post = PostFactory(topic=topic)
    later = PostFactory(topic=topic)
    tell()
    services.restore_post(moderator=ModeratorFactory(), post=post)
    tell()
    assert told(watcher) == [("watching", later.number), ("watching", post.number)]
    assert told(topic.author) == [("reply", later.number), ("reply", post.number)]


def test_a_topic_that_is_let_pass_stands_above_what_was_written_meanwhile():
    moderator = ModeratorFactory()
    with held():
        topic = TopicFactory()
    age(topic, topic.posts.get())
    TopicFactory()
    services.restore_topic(moderator=moderator, topic=topic)
    topic.refresh_from_db()
    assert reading.topics(Viewer(moderator)).first() == topic
    assert topic.created_at == topic.posts.get().created_at == topic.last_post_at


def test_what_was_seen_before_it_was_held_or_hidden_keeps_its_time():
    post, moderator = PostFactory(), ModeratorFactory()
    age(post)
    before = Post.objects.get(pk=post.pk).created_at
    with held():
        services.edit_post(editor=post.author, post=post, body="Lain sama sekali.")
    services.restore_post(moderator=moderator, post=post)
    services.hide_post(moderator=moderator, post=post, reason="x")
    services.restore_post(moderator=moderator, post=post)
    assert Post.objects.get(pk=post.pk).created_at == before
