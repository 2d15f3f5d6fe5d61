"""Each list of topics reads an index, with many topics as PostgreSQL's planner sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from community.forums.models import Category, Post, Topic, TopTopic
from community.forums.services.lists import TOPICS_PER_PAGE, Narrowing, topics_in
from community.forums.services.paging import beyond
from community.forums.services.tabs import Asked, tab_called
from community.members.models import User
from community.members.permissions import Viewer
from home.models import Tag
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="others plan without statistics"),
]

TOPICS, AUTHORS = 4_000, 40
OWN = ("new", "unread", "mine")


@pytest.fixture
def crowd() -> User:
    """Many topics of many authors, written as rows; the one who is returned started and answered in some."""
    categories = [CategoryFactory() for _number in range(8)]
    authors = [MemberFactory() for _number in range(AUTHORS)]
    now = timezone.now()
    topics = Topic.objects.bulk_create(
        Topic(
            author=authors[n % AUTHORS],
            category=categories[n % len(categories)],
            title=f"Topik {n}",
            slug=f"topik-{n}",
            created_at=now - timedelta(minutes=n),
            last_post_at=now - timedelta(minutes=n),
            post_count=1,
            reply_count=n % 3,
            pinned_at=now if n == 7 else None,
            pinned_everywhere=n == 7,
        )
        for n in range(TOPICS)
    )
    Post.objects.bulk_create(
        Post(author=topic.author, topic=topic, number=1, body="x", html="x", html_version=1, created_at=now)
        for topic in topics
    )
    TopTopic.objects.bulk_create(TopTopic(topic=topic, period="all", score=n % 50) for n, topic in enumerate(topics))
    region, tag = make_region("81.02"), Tag.objects.create(name="bibit", slug="bibit")
    for through, name, thing in ((Topic.regions.through, "region", region), (Topic.tags.through, "tag", tag)):
        through.objects.bulk_create(through(**{"topic": topic, name: thing}) for topic in topics[::20])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return authors[3]


def without_sequential_scans() -> None:
    """Have the planner read whole tables only where no index helps: for so few rows it often would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def plan_of(viewer: Viewer, tab: str, narrowing: Narrowing) -> str:
    list_of = tab_called(tab)
    assert list_of is not None
    topics = list_of.narrow(topics_in(viewer, narrowing), Asked(viewer, "all"))
    order = (f"-{name}" for name in list_of.order)
    return topics.order_by(*order)[: TOPICS_PER_PAGE + 1].explain()


def narrowings() -> list[Narrowing]:
    return [
        Narrowing(),
        Narrowing(categories=tuple(Category.objects.order_by("pk")[:1])),
        Narrowing(categories=tuple(Category.objects.order_by("pk")[:3])),
        Narrowing(tag=Tag.objects.get()),
        Narrowing(region=make_region("81")),
    ]


@pytest.mark.parametrize("tab", ["latest", "new", "unread", "top", "unanswered", "mine"])
def test_no_list_needs_to_read_all_topics(crowd: User, tab: str) -> None:
    without_sequential_scans()
    for viewer in (Viewer(crowd), *([] if tab in OWN else [Viewer(AnonymousUser())])):
        for narrowing in narrowings():
            plan = plan_of(viewer, tab, narrowing)
            assert "Seq Scan on forums_topic " not in plan, plan
            assert "Seq Scan on forums_toptopic" not in plan, plan
            assert "Seq Scan on forums_post" not in plan, plan


@pytest.mark.parametrize(
    ("tab", "index"),
    [("latest", "topic_latest"), ("top", "top_topic_by_score"), ("unanswered", "topic_unanswered")],
)
def test_the_first_page_comes_sorted_out_of_an_index(crowd: User, tab: str, index: str) -> None:
    plan = plan_of(Viewer(AnonymousUser()), tab, Narrowing())
    assert f"using {index} " in plan, plan
    assert "Sort" not in plan, plan


def test_a_region_with_all_below_it_needs_to_read_no_topics_in_vain(crowd: User) -> None:
    without_sequential_scans()
    plan = plan_of(Viewer(AnonymousUser()), "latest", Narrowing(region=make_region("81")))
    assert "Seq Scan on forums_topic " not in plan, plan


def test_a_later_page_begins_at_its_place(crowd: User) -> None:
    place: tuple[Any, ...] = Topic.objects.order_by("-last_post_at").values_list("last_post_at", "pk")[3_000]
    topics = topics_in(Viewer(AnonymousUser()), Narrowing()).filter(beyond(("last_post_at", "pk"), place))
    plan = topics.order_by("-last_post_at", "-pk")[:26].explain()
    assert "Index Cond: (last_post_at <=" in plan, plan


def test_pinned_topics_are_found_by_their_index(crowd: User) -> None:
    plan = topics_in(Viewer(AnonymousUser()), Narrowing()).pinned().order_by("-last_post_at", "-pk").explain()
    assert "topic_pinned" in plan, plan
