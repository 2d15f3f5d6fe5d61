"""What is reacted to comes up in the lists of the top."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from community.forums import services
from community.forums.models import TopTopic
from community.forums.services import liked
from community.forums.services.top import count_top
from community.writing.models import Reaction
from community.writing.reactions.services import react, unreact
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def like(post, *, user=None):
    return react(user=user or MemberFactory(), kind="post", key=post.pk, name="thanks")


def scores(period: str) -> dict[int, int]:
    count_top(period)
    return dict(TopTopic.objects.filter(period=period).values_list("topic", "score"))


def test_each_reaction_to_a_post_counts_as_a_reply_for_its_topic():
    topic, silent, user = TopicFactory(), TopicFactory(), MemberFactory()
    reply = PostFactory(topic=topic)
    like(topic.posts.get(number=1))
    like(reply)
    like(reply, user=user)
    assert scores("day") == scores("all") == {topic.pk: 4}
    unreact(user=user, kind="post", key=reply.pk)
    like(silent.posts.get())
    assert scores("day") == {topic.pk: 3, silent.pk: 1}


def test_in_a_period_count_the_reactions_of_that_time():
    long_ago = timezone.now() - timedelta(days=10)
    topic = TopicFactory(at=long_ago)
    like(topic.posts.get())
    Reaction.objects.update(created_at=long_ago)
    like(topic.posts.get())
    assert scores("week") == {topic.pk: 1}
    assert scores("month") == {topic.pk: 2}


def test_reactions_to_what_is_gone_or_to_something_else_count_nothing():
    hidden = PostFactory()
    topic = TopicFactory()
    like(hidden)
    like(topic.posts.get())
    Reaction.objects.create(kind="comment", object_id=hidden.pk, user=MemberFactory(), name="agree")
    services.hide_post(moderator=ModeratorFactory(), post=hidden, reason="x")
    services.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="x")
    assert scores("all") == {}


def test_many_are_counted_in_pieces(monkeypatch):
    monkeypatch.setattr(liked, "BATCH", 2)
    topic = TopicFactory()
    posts = [topic.posts.get(), *(PostFactory(topic=topic) for _number in range(4))]
    for post in posts:
        like(post)
    assert scores("day") == {topic.pk: 9}
