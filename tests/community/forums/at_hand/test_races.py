"""Moderators and members at once on the same posts: one of several does it, and numbers have no gap."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Topic
from community.forums.services.acting import undo
from community.forums.services.recounting import recount_forums
from community.members.permissions import Refused
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true
from tests.factories.threads import at_once

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_post_that_several_moderators_delete_at_once_is_deleted_by_one_while_others_answer():
    post, moderators = PostFactory(), [ModeratorFactory() for _number in range(4)]
    removing = [partial(services.remove_post, moderator=each, post=post, reason="x") for each in moderators]
    topic = Topic.objects.get(pk=post.topic_id)
    replying = [partial(services.reply, author=MemberFactory(), topic=topic, body=f"Ya {n}.") for n in range(4)]
    assert not [each for each in at_once(*removing, *replying) if isinstance(each, Refused)]
    assert topic.posts.filter(act="post_deleted").count() == 1
    assert ModelLogEntry.objects.filter(action="forums.delete").count() == 1
    assert is_true(topic)
    act, press = topic.posts.get(act="post_deleted"), [partial(undo, moderator=each) for each in moderators]
    assert not [each for each in at_once(*[partial(one, act=act) for one in press]) if isinstance(each, Refused)]
    assert ModelLogEntry.objects.filter(action="forums.undo").count() == 1
    assert is_true(topic)
    assert list(recount_forums()) == []


def test_many_posts_that_one_moderator_deletes_at_once_are_one_small_post():
    topic, moderator = TopicFactory(), ModeratorFactory()
    posts = [PostFactory(topic=topic) for _number in range(6)]
    at_once(*[partial(services.remove_post, moderator=moderator, post=post, reason="x") for post in posts])
    act = topic.posts.get(act="post_deleted")
    assert sorted(number for _key, number in act.act_data["posts"]) == [2, 3, 4, 5, 6, 7]
    assert is_true(topic)
