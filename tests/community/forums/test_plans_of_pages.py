"""Every query of every page of the forum, as PostgreSQL's planner sees it: none reads a large table from end to end.

The pages are asked for, and what they asked of the database is explained. For so few rows the planner would often
read a whole table all the same; with `enable_seqscan` off it does so only where no index helps.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums.models import Bookmark, Post, Reading, Topic, TopTopic, Visit
from community.forums.services import unread
from community.forums.services.put_away import Put, Thing
from community.members.models import User, Watch
from community.members.permissions import Viewer
from community.notifications.models import Activity, Notification
from community.notifications.things.posts import name_of
from community.writing.reactions.models import Reaction
from community.writing.services import RENDERER_VERSION
from home.models import Tag
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="others plan without statistics"),
]

TOPICS, AUTHORS, LONG = 1_500, 20, 400
LARGE = [
    *("forums_topic", "forums_post", "forums_toptopic", "forums_reading", "forums_bookmark", "forums_topic_regions"),
    *("forums_topic_tags", "forums_topic_sectors", "members_watch", "members_user", "writing_reaction"),
    *("notifications_notification", "notifications_activity"),
]
READS_ALL = re.compile(rf"Seq Scan on ({'|'.join(LARGE)})\b")
PLACES = ["/forum/?", "/forum/ruang/laut/?", "/forum/tag/bibit/?", "/forum/?region=81&", "/forum/?sector=ikan&"]
PUT_AWAY = [f"/forum/moderasi/?isi={thing.value}&keadaan={put.value}" for thing in Thing for put in Put]
TABS = ["tab=latest", "tab=top&period=all", "tab=unanswered"]
OWN_TABS = ["tab=new", "tab=unread", "tab=mine"]
OWN_PAGES = ["/forum/markah/", "/forum/markah/?q=bibit", "/forum/pesan/keluar/", "/pemberitahuan/"]


@pytest.fixture
def reader() -> User:
    """Many topics, one of them long, and what a reader has to do with all of them."""
    parent = CategoryFactory(slug="laut")
    categories = [CategoryFactory(parent=parent), CategoryFactory(audience_see="members"), CategoryFactory()]
    people = [MemberFactory() for _number in range(AUTHORS)]
    reader, now = people[3], timezone.now()
    topics = Topic.objects.bulk_create(
        Topic(
            author=people[n % AUTHORS],
            category=categories[n % 3],
            title=f"Topik {n}",
            slug=f"topik-{n}",
            created_at=now - timedelta(minutes=n),
            published_at=now - timedelta(minutes=n),
            last_post_at=now - timedelta(minutes=n),
            last_post_author=people[n % AUTHORS],
            post_count=LONG if n == 0 else 2,
            reply_count=n % 3,
        )
        for n in range(TOPICS)
    )
    posts = Post.objects.bulk_create(
        Post(
            topic=topic,
            number=n,
            author=people[n % AUTHORS],
            body="x",
            html="x",
            html_version=RENDERER_VERSION,
            created_at=now,
        )
        for topic in topics
        for n in range(1, topic.post_count + 1)
    )
    region, tag = make_region("81.02"), Tag.objects.create(name="bibit", slug="bibit")
    sector = make_sector("ikan")
    carried = ((Topic.regions, "region", region), (Topic.sectors, "sector", sector), (Topic.tags, "tag", tag))
    for through, name, thing in ((each.through, name, thing) for each, name, thing in carried):
        through.objects.bulk_create(through(**{"topic": topic, name: thing}) for topic in topics[::20])
    TopTopic.objects.bulk_create(TopTopic(topic=topic, period="all", score=n % 50) for n, topic in enumerate(topics))
    Reading.objects.bulk_create(
        Reading(user=user, topic=topic, last_read=1) for user in people for topic in topics[::9]
    )
    Watch.objects.bulk_create(
        Watch(user=user, kind="topic", object_id=topic.pk, level=n % 4)
        for user in people
        for n, topic in enumerate(topics[::9])
    )
    Watch.objects.bulk_create(
        Watch(user=reader, kind=kind, object_id=key, level=level)
        for kind, key, level in (("category", parent.pk, 2), ("tag", tag.pk, 0), ("region", region.pk, 3))
    )
    Bookmark.objects.bulk_create(
        Bookmark(user=user, post=post, note="bibit") for user in people for post in posts[::40]
    )
    Reaction.objects.bulk_create(
        Reaction(kind="post", object_id=post.pk, user=people[5], name="agree") for post in posts
    )
    about = {"kind": "reply", "object_kind": "post", "fanned_out_at": now}
    activities = Activity.objects.bulk_create(
        Activity(actor=people[6], object_id=post.pk, number=post.number, container=name_of(post.topic_id), **about)
        for post in posts
    )
    Notification.objects.bulk_create(
        Notification(recipient=people[n % AUTHORS], activity=activity, container=activity.container, reason="reply")
        for n, activity in enumerate(activities)
    )
    Visit.objects.create(user=reader, at=now, previous_at=now - timedelta(days=5))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL jit = off")  # such plans look so dear that each would be compiled
    return reader


def explained(act: Any) -> list[str]:
    """Do something, and explain what it asked of the database; what it wrote is left aside."""
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert asked
    plans = []
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plans.append("\n".join([sql, *(row[0] for row in cursor.fetchall())]))
    return plans


def assert_reads_indexes(plans: list[str]) -> None:
    for plan in plans:
        assert not READS_ALL.search(plan), plan


def ask(client: Client, address: str, status: int = 200) -> None:
    answers: list[Any] = []
    plans = explained(lambda: answers.append(client.get(address)))
    assert answers[0].status_code == status
    assert_reads_indexes(plans)


def test_no_list_of_topics_reads_a_large_table_for_a_visitor(client: Client, reader: User) -> None:
    for place in PLACES:
        for tab in TABS:
            ask(client, place + tab)


def test_no_list_of_topics_reads_a_large_table_for_a_member(client: Client, reader: User) -> None:
    client.force_login(reader)
    for place in PLACES:
        for tab in (*TABS, *OWN_TABS):
            ask(client, place + tab)


def test_nor_do_a_member_s_own_lists(client: Client, reader: User) -> None:
    client.force_login(reader)
    for address in OWN_PAGES:
        ask(client, address)


def test_nor_does_what_is_put_away_for_who_keeps_order(client: Client, reader: User) -> None:
    client.force_login(ModeratorFactory())
    for address in PUT_AWAY:
        ask(client, address)


def test_nor_does_a_page_of_a_long_topic_or_a_way_to_a_place_in_it(client: Client, reader: User) -> None:
    topic = Topic.objects.get(post_count=LONG)
    address, last = topic.get_absolute_url(), topic.posts.get(number=LONG)
    for _who in range(2):
        for page in (1, 10, 20):
            ask(client, f"{address}?page={page}")
        ask(client, last.get_absolute_url(), 302)
        ask(client, f"{address}lompat/?day=2030-01-01", 302)
        ask(client, f"{address}cetak/")
        client.force_login(reader)


def test_nor_do_the_counts_of_what_is_unread(reader: User) -> None:
    assert_reads_indexes(explained(lambda: unread.counts(Viewer(reader))))
    assert unread.counts(Viewer(AnonymousUser())) == {}


def test_the_posts_of_a_page_are_read_by_their_numbers(client: Client, reader: User) -> None:
    topic = Topic.objects.get(post_count=LONG)
    plan = topic.posts.on_page(15).order_by("number").explain()
    assert "post_number_in_topic" in plan, plan
    assert "Sort" not in plan, plan
