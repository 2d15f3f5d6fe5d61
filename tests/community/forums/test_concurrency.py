from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from community.forums.models import Category, Topic
from community.forums.services import accept_answer, reply
from community.forums.signals import answer_accepted, answer_unaccepted
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.threads import at_once

THREADS = 20


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_members_who_reply_at_once_get_numbers_without_gap_or_double():
    topic = TopicFactory()
    authors = [MemberFactory() for _number in range(THREADS)]

    def answer(author):
        return reply(author=author, topic=Topic.objects.get(pk=topic.pk), body="Sama.").number

    assert sorted(at_once(*(partial(answer, author) for author in authors))) == list(range(2, THREADS + 2))
    topic.refresh_from_db()
    assert (topic.post_count, topic.reply_count) == (THREADS + 1, THREADS)
    assert Category.objects.get(pk=topic.category_id).post_count == THREADS + 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_answers_that_are_accepted_at_once_one_is_left_and_each_change_is_announced():
    topic = TopicFactory(kind="question")
    posts = [PostFactory(topic=topic) for _number in range(5)]
    accepted, unaccepted = [], []

    def hear(signal, post, **kwargs):
        (accepted if signal is answer_accepted else unaccepted).append(post.pk)

    for signal in (answer_accepted, answer_unaccepted):
        signal.connect(hear)
    at_once(*(partial(accept_answer, member=topic.author, post=post) for post in posts))
    for signal in (answer_accepted, answer_unaccepted):
        signal.disconnect(hear)
    topic.refresh_from_db()
    assert topic.is_answered
    assert accepted == [*unaccepted, topic.accepted_post_id]
