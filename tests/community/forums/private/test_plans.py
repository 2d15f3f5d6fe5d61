"""What PostgreSQL reads for the list of conversations: what one takes part in, by its index, however many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums.models import Participant, Post, Reading, Topic
from community.forums.services import unread
from community.forums.services.conversations import conversations, private_category, same_conversation
from community.forums.services.limits import FIRST_DAY
from community.members.models import User
from community.members.permissions import Viewer
from community.writing.services import RENDERER_VERSION
from tests.community.forums.test_plans_of_pages import READS_ALL
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="others plan without statistics"),
]

CONVERSATIONS, PEOPLE = 6_000, 120


@pytest.fixture
def reader() -> User:
    """Many conversations of twos and some of a group, among as many topics; one in fifty is the reader's."""
    people, room, public, now = (
        [MemberFactory() for _n in range(PEOPLE)],
        private_category(),
        CategoryFactory(),
        timezone.now(),
    )
    group = Group.objects.create(name="Pengurus")
    people[0].groups.add(group)
    topics = Topic.objects.bulk_create(
        Topic(
            author=people[n % PEOPLE],
            category=public if n % 2 else room,
            is_private=not n % 2,
            is_listed=bool(n % 2),
            title=f"Topik {n}",
            slug=f"topik-{n}",
            created_at=now - timedelta(minutes=n),
            last_post_at=now - timedelta(minutes=n),
            last_post_author=people[n % PEOPLE],
            post_count=2,
        )
        for n in range(2 * CONVERSATIONS)
    )
    private = topics[::2]
    Participant.objects.bulk_create(
        Participant(topic=topic, user=people[(n * step + step) % PEOPLE], added_by=topic.author)
        for n, topic in enumerate(private)
        for step in (1, 2)
        if step == 1 or (n * 2 + 2) % PEOPLE != (n + 1) % PEOPLE
    )
    Participant.objects.bulk_create(Participant(topic=topic, group=group) for topic in private[::200])
    Post.objects.bulk_create(
        Post(
            topic=topic,
            number=n,
            author=topic.author,
            body="x",
            html="x",
            html_version=RENDERER_VERSION,
            created_at=now,
        )
        for topic in topics
        for n in (1, 2)
    )
    Reading.objects.bulk_create(Reading(user=people[0], topic=topic, last_read=1) for topic in private[::100])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL jit = off")
    return people[0]


def test_the_list_begins_with_what_one_takes_part_in(reader):
    found = conversations(Viewer(reader))
    assert 50 < found.count() < CONVERSATIONS / 10
    plan = found[:26].explain()
    assert "participant_of_member" in plan, plan
    assert "participant_of_group" in plan, plan
    assert "Seq Scan on forums_participant" not in plan, plan


def test_no_query_of_the_page_reads_a_table_from_end_to_end(client, reader):
    client.force_login(reader)
    client.get("/forum/pesan/")
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get("/forum/pesan/").context["rows"]) == 25
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert not READS_ALL.search(plan), (sql, plan)
            assert "Seq Scan on forums_participant" not in plan, (sql, plan)


def test_what_is_unread_and_with_whom_one_talks_already_is_found_in_the_same_way(reader):
    other = Participant.objects.filter(topic__participants__user=reader).exclude(user=reader).exclude(user=None)[0].user
    with CaptureQueriesContext(connection) as queries:
        list(unread.unread_conversations(Viewer(reader)))
        same_conversation(author=reader, people=[other])
        begun = Topic.objects.filter(author=reader, is_private=True, created_at__gt=timezone.now() - FIRST_DAY)
        list(begun.order_by("-created_at")[:2])
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on forums_participant" not in plan, plan
