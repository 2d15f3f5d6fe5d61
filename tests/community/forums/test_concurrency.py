from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from community.forums.models import Category, Topic
from community.forums.services import reply
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory

THREADS = 20


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_members_who_reply_at_once_get_numbers_without_gap_or_double():
    topic = TopicFactory()
    authors = [MemberFactory() for _number in range(THREADS)]

    def answer(author):
        try:
            return reply(author=author, topic=Topic.objects.get(pk=topic.pk), body="Sama.").number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        numbers = sorted(pool.map(answer, authors))
    assert numbers == list(range(2, THREADS + 2))
    topic.refresh_from_db()
    assert (topic.post_count, topic.reply_count) == (THREADS + 1, THREADS)
    assert Category.objects.get(pk=topic.category_id).post_count == THREADS + 1
