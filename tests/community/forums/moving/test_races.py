"""Moving, merging and replying at once: each waits for the other, and all is as if one had come after the other."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from community.forums import services
from community.forums.models import Post, Reading, Topic
from community.forums.services import acting, relocating
from community.forums.services.bookmarks import bookmark_post
from community.forums.services.recounting import recount_forums
from community.members.permissions import Refused
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true, numbers_of
from tests.factories.threads import at_once

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def replying(topic, author):
    return lambda: services.reply(author=author, topic=Topic.objects.get(pk=topic.pk), body=f"Sama, {author.pk}.")


@pytest.fixture
def slowly(monkeypatch):
    """Have posts placed slowly, so that the others come meanwhile."""
    place = relocating._place

    def wait(*args, **kwargs):
        time.sleep(0.2)
        place(*args, **kwargs)

    monkeypatch.setattr(relocating, "_place", wait)


@pytest.mark.usefixtures("slowly")
def test_replies_while_posts_are_moved_get_numbers_without_gap_or_double():
    topic, other, moderator = TopicFactory(), TopicFactory(), ModeratorFactory()
    posts = [PostFactory(topic=topic) for _number in range(3)]
    authors = [MemberFactory() for _number in range(10)]
    answers = at_once(
        lambda: services.move_posts(moderator=moderator, posts=posts, into=other),
        *(replying(topic if number % 2 else other, author) for number, author in enumerate(authors)),
    )
    assert not any(isinstance(answer, Refused) for answer in answers)
    assert (len(numbers_of(topic)), len(numbers_of(other))) == (6, 9)
    assert is_true(topic, other)
    assert list(recount_forums()) == []


@pytest.mark.usefixtures("slowly")
def test_a_reply_while_its_topic_is_merged_goes_with_it_or_is_refused():
    topic, into, moderator = PostFactory().topic, TopicFactory(), ModeratorFactory()
    authors = [MemberFactory() for _number in range(8)]
    answers = at_once(
        *(replying(topic, author) for author in authors[:3]),
        lambda: services.merge_topics(moderator=moderator, topic=topic, into=into),
        *(replying(topic, author) for author in authors[3:]),
    )
    written = [answer for answer in answers if isinstance(answer, Post)]
    assert len(written) + sum(isinstance(answer, Refused) for answer in answers) == len(authors)
    assert numbers_of(topic) == []
    assert len(numbers_of(into)) == 3 + len(written)
    assert is_true(topic, into)
    assert list(recount_forums()) == []


@pytest.mark.usefixtures("slowly")
def test_of_two_merges_crosswise_one_counts():
    for _time in range(3):
        one, other, moderators = PostFactory().topic, PostFactory().topic, [ModeratorFactory(), ModeratorFactory()]
        answers = at_once(
            lambda: services.merge_topics(moderator=moderators[0], topic=one, into=other),  # noqa: B023
            lambda: services.merge_topics(moderator=moderators[1], topic=other, into=one),  # noqa: B023
        )
        assert sum(isinstance(answer, Refused) for answer in answers) == 1
        assert sorted([len(numbers_of(one)), len(numbers_of(other))]) == [0, 4]
        assert is_true(one, other)


@pytest.mark.usefixtures("slowly")
def test_the_same_posts_are_moved_and_taken_back_once():
    post, other, moderators = PostFactory(), TopicFactory(), [ModeratorFactory() for _number in range(4)]
    services.move_posts(moderator=moderators[0], posts=[post], into=other)
    acts = [*Post.objects.filter(act="moved")] * 2
    at_once(
        *(lambda act=act, by=by: acting.undo(moderator=by, act=act) for act, by in zip(acts, moderators, strict=True))
    )
    assert Post.objects.get(pk=post.pk).number == 2
    assert Post.objects.filter(act="moved_away").count() == 1
    assert is_true(post.topic, other)


@pytest.mark.usefixtures("slowly")
def test_who_keeps_a_post_that_is_being_merged_and_who_read_it_make_nobody_wait_in_a_circle():
    topic, into, moderator = PostFactory().topic, TopicFactory(), ModeratorFactory()
    readers = [MemberFactory() for _number in range(6)]
    for reader in readers:
        Reading.objects.advance(user_id=reader.pk, topic_id=topic.pk, number=1)
    post = topic.posts.get(number=2)

    def reading(reader):
        Reading.objects.advance(user_id=reader.pk, topic_id=into.pk, number=1)

    at_once(
        lambda: services.merge_topics(moderator=moderator, topic=topic, into=into),
        *(lambda reader=reader: bookmark_post(user=reader, post=post) for reader in readers[:3]),
        *(lambda reader=reader: reading(reader) for reader in readers),
    )
    assert post.bookmarks.count() == 3
    assert into.readings.count() == len(readers)
    assert is_true(topic, into)


def test_a_reply_that_is_sent_many_times_at_once_is_written_once():
    topic, member = TopicFactory(), MemberFactory()
    clients = [Client() for _number in range(6)]
    for client in clients:
        client.force_login(member)
    sent = {"body": "Sama di tempat kami.", "idempotency_key": "k" * 32}
    answers = at_once(
        *(lambda client=client: client.post(reverse("forums:reply", args=[topic.pk]), sent) for client in clients)
    )
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert numbers_of(topic) == [1, 2]
    assert is_true(topic)
