from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import acting, relocating
from community.forums.signals import answer_unaccepted, post_changed, reply_published, topic_published
from community.members.following.kinds import TOPIC
from community.members.models import Watch
from community.members.permissions import Refused
from community.writing.signals import Hold, screening
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true, numbers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return ModeratorFactory()


@pytest.fixture
def announced():
    heard: list[object] = []

    def hear(signal, **kwargs):
        heard.append(kwargs.get("post") or kwargs.get("topic"))

    signals = (reply_published, topic_published, post_changed)
    for signal in signals:
        signal.connect(hear)
    yield heard
    for signal in signals:
        signal.disconnect(hear)


def act_in(topic: Topic, act: str = "moved") -> Post:
    return Post.objects.get(topic=topic, act=act)


def test_posts_keep_their_rows_and_get_the_next_numbers_in_their_order(moderator):
    topic, other = TopicFactory(), PostFactory().topic
    first, second, third, fourth = (PostFactory(topic=topic) for _number in range(4))
    services.move_posts(moderator=moderator, posts=[fourth, second], into=other)
    places = {post.pk: (post.topic_id, post.number) for post in Post.objects.filter(act="")}
    assert places[first.pk], places[third.pk] == ((topic.pk, 2), (topic.pk, 4))
    assert (places[second.pk], places[fourth.pk]) == ((other.pk, 4), (other.pk, 5))
    assert numbers_of(topic) == [1, 2, 4]
    assert is_true(topic, other)


def test_a_mark_stands_in_the_place_of_each_and_says_where_it_went(moderator):
    post, other = PostFactory(), TopicFactory()
    services.move_posts(moderator=moderator, posts=[post], into=other)
    mark = Post.objects.get(topic=post.topic, number=2)
    assert (mark.act, mark.act_data, mark.author) == ("moved_away", {"post": post.pk, "topic": other.pk}, moderator)
    assert mark.published_at


def test_both_topics_say_so_and_the_log_has_the_reason(moderator):
    posts, other = [PostFactory()], TopicFactory()
    posts.append(PostFactory(topic=posts[0].topic))
    services.move_posts(moderator=moderator, posts=posts, into=other, reason="Belongs there")
    went, came = act_in(posts[0].topic), act_in(other)
    assert (went.number, went.act_data["count"], went.act_data["topic"], went.act_data["came"]) == (
        4,
        2,
        other.pk,
        False,
    )
    assert (came.number, came.act_data["count"], came.act_data["topic"]) == (2, 2, posts[0].topic_id)
    assert came.act_data["came"]
    entry = ModelLogEntry.objects.get(action="forums.move_posts")
    assert entry.data["reason"] == "Belongs there"
    assert (entry.data["before"]["posts"], entry.data["after"]) == ([2, 3], {"topic": other.pk})


def test_counters_of_topics_and_categories_go_with_the_posts(moderator):
    topic = TopicFactory()
    other = TopicFactory()
    posts = [PostFactory(topic=topic) for _number in range(3)]
    services.move_posts(moderator=moderator, posts=posts[:2], into=other)
    for each in (topic, other):
        each.refresh_from_db()
        each.category.refresh_from_db()
    assert (topic.reply_count, topic.category.post_count) == (1, 2)
    assert (other.reply_count, other.category.post_count) == (2, 3)
    assert is_true(topic, other)


def test_older_posts_that_come_make_a_topic_no_older(moderator):
    before = timezone.now() - timedelta(days=40)
    old = TopicFactory(at=before)
    post = PostFactory(topic=old, at=before + timedelta(days=1))
    other = PostFactory().topic
    written = Topic.objects.get(pk=other.pk).last_post_at
    services.move_posts(moderator=moderator, posts=[post], into=other)
    other.refresh_from_db()
    assert other.last_post_at == written
    assert is_true(old, other)


def test_nothing_is_announced_and_states_stay(moderator, announced):
    def hold(text, **kwargs):
        return Hold("x") if "Iklan" in text else None

    topic, other = TopicFactory(), TopicFactory()
    hidden, deleted = PostFactory(topic=topic), PostFactory(topic=topic)
    screening.connect(hold)
    held = PostFactory(topic=topic, body="Iklan besar.")
    screening.disconnect(hold)
    services.hide_post(moderator=moderator, post=hidden, reason="x")
    services.delete_post(member=deleted.author, post=deleted)
    announced.clear()
    services.move_posts(moderator=moderator, posts=[hidden, deleted, held], into=other)
    assert announced == []
    for post in (hidden, deleted, held):
        post.refresh_from_db()
        assert not post.is_live
        assert post.topic_id == other.pk
    assert hidden.hidden_at
    assert deleted.deleted_at
    assert held.held_at
    assert is_true(topic, other)
    services.restore_post(moderator=moderator, post=held)
    assert [post.pk for post in announced if isinstance(post, Post)].count(held.pk) >= 1
    assert is_true(topic, other)


@pytest.mark.usefixtures("in_english")
def test_what_can_not_be_moved_is_said(moderator, monkeypatch):
    post, other = PostFactory(), TopicFactory()
    topic, second = post.topic, PostFactory(topic=post.topic)

    def says(words, posts, into=other, error=ValidationError):
        with pytest.raises(error, match=words):
            services.move_posts(moderator=moderator, posts=posts, into=into)

    says("Choose the posts first", [])
    says("first post opens the topic", [topic.posts.get(number=1), post])
    says("in this topic already", [post], into=topic)
    says("of one topic only", [post, PostFactory()])
    services.move_posts(moderator=moderator, posts=[post], into=TopicFactory())
    says("not in this topic any more", [post, second][:1])
    mark = topic.posts.get(act="moved_away")
    says("not in this topic any more", [mark])
    monkeypatch.setattr(relocating, "MOST_AT_ONCE", 1)
    says("At most 1 post can be moved at once, and these are 2", [second, PostFactory(topic=topic)])
    services.archive_topic(moderator=moderator, topic=other)
    says("is archived", [second], error=Refused)
    services.unarchive_topic(moderator=moderator, topic=other)
    services.hide_topic(moderator=moderator, topic=other, reason="x")
    says("not shown at the moment", [second], error=Refused)
    monkeypatch.setattr(relocating, "shares_audience", lambda one, another: False)
    says("not for the same people", [second], into=TopicFactory(), error=Refused)
    assert numbers_of(topic) == [1, 3, 5]


def test_one_has_to_keep_order_in_both_topics():
    post, other, keeper = PostFactory(), TopicFactory(), MemberFactory()
    for known, allowed in (([], False), ([post.topic], False), ([post.topic, other], True)):
        for topic in known:
            topic.category.moderators.add(keeper)
        try:
            services.move_posts(moderator=type(keeper).objects.get(pk=keeper.pk), posts=[post], into=other)
            assert allowed
        except Refused:
            assert not allowed


def test_an_answer_that_is_moved_away_is_no_longer_the_answer(moderator):
    post, heard = PostFactory(topic=TopicFactory(kind="question")), []
    services.accept_answer(member=post.topic.author, post=post)

    def hear(post, by, **kwargs):
        heard.append((post.pk, by.pk))

    answer_unaccepted.connect(hear)
    other = TopicFactory(kind="question")
    services.move_posts(moderator=moderator, posts=[post], into=other)
    answer_unaccepted.disconnect(hear)
    topic = Topic.objects.get(pk=post.topic_id)
    assert (topic.accepted_post, topic.is_answered, heard) == (None, False, [(post.pk, moderator.pk)])
    assert is_true(topic, other)
    acting.undo(moderator=moderator, act=act_in(topic))
    topic.refresh_from_db()
    assert (topic.accepted_post_id, topic.is_answered) == (post.pk, True)


def test_who_wrote_the_posts_follows_the_other_topic_as_closely(moderator):
    post, other = PostFactory(), TopicFactory()
    Watch.objects.filter(user=post.author, kind=TOPIC).update(level=Watch.Level.WATCHING)
    services.move_posts(moderator=moderator, posts=[post], into=other)
    levels = dict(Watch.objects.filter(kind=TOPIC, object_id=other.pk).values_list("user", "level"))
    assert levels == {other.author_id: Watch.Level.WATCHING, post.author_id: Watch.Level.WATCHING}


def test_many_posts_cost_as_many_queries_as_few(moderator):
    def queries_for(count):
        topic, other, author = TopicFactory(), TopicFactory(), MemberFactory()
        posts = [PostFactory(topic=topic, author=author) for _number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            services.move_posts(moderator=moderator, posts=posts, into=other)
        with CaptureQueriesContext(connection) as back:
            acting.undo(moderator=moderator, act=act_in(topic))
        return len(queries), len(back)

    queries_for(1)
    assert queries_for(40) == queries_for(2)
