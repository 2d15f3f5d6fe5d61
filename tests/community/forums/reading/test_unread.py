from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.forums import services
from community.forums.models import Act, Post, Reading, Topic
from community.forums.services import unread
from community.members.following.kinds import TOPIC
from community.members.models import Watch
from community.members.permissions import Viewer
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.unread import new_to, read, unread_of

pytestmark = pytest.mark.django_db
UNREAD = "/forum/?tab=unread"
MARKING = "/forum/belum-dibaca/tandai/"
LEVEL = Watch.Level


def test_what_others_wrote_after_the_position_is_unread():
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1)
    assert unread_of(member) == {}
    for _number in range(3):
        PostFactory(topic=topic)
    assert unread_of(member) == {topic.pk: 3}
    read(member, topic, 3)
    assert unread_of(member) == {topic.pk: 1}


def test_ones_own_posts_are_never_unread():
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1)
    PostFactory(topic=topic, author=member)
    assert unread_of(member) == {}
    PostFactory(topic=topic)
    assert unread_of(member) == {topic.pk: 1}


@pytest.mark.parametrize("level", [LEVEL.MUTED, LEVEL.NORMAL, None])
def test_what_is_not_followed_is_not_listed(level):
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1, level)
    PostFactory(topic=topic)
    assert unread_of(member) == {}


def test_a_topic_that_was_never_opened_is_new_and_not_unread():
    member, topic = MemberFactory(), TopicFactory()
    Watch.objects.create(user=member, kind=TOPIC, object_id=topic.pk)
    assert unread_of(member) == {}
    assert new_to(member) == [topic]


def test_counts_are_right_after_hiding_restoring_and_deleting():
    member, topic, moderator = MemberFactory(), TopicFactory(), ModeratorFactory()
    read(member, topic, 1)
    first, second = PostFactory(topic=topic), PostFactory(topic=topic)
    services.hide_post(moderator=moderator, post=first, reason="x")
    assert unread_of(member) == {topic.pk: 1}
    services.restore_post(moderator=moderator, post=first)
    assert unread_of(member) == {topic.pk: 2}
    services.delete_post(member=second.author, post=second)
    services.delete_post(member=first.author, post=first)
    assert unread_of(member) == {}


def test_a_hidden_topic_and_one_in_a_room_that_was_closed_are_listed_nowhere():
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1)
    PostFactory(topic=topic)
    other = TopicFactory(category=topic.category)
    assert new_to(member) == [other]
    topic.category.audience_see = "group:1"
    topic.category.save()
    assert unread_of(member) == {}
    assert new_to(member) == []


def test_small_posts_of_acts_are_not_unread():
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1)
    post = PostFactory(topic=topic)
    Post.objects.filter(pk=post.pk).update(act=Act.CLOSED)
    assert unread_of(member) == {}


def test_many_unread_posts_are_counted_to_a_hundred(monkeypatch, client):
    monkeypatch.setattr(unread, "MOST_COUNTED", 3)
    monkeypatch.setattr("community.forums.templatetags.forum_tags.MOST_COUNTED", 3)
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1)
    for _number in range(5):
        PostFactory(topic=topic)
    assert unread_of(member) == {topic.pk: 3}
    client.force_login(member)
    assert "2+ baru" in client.get(UNREAD).content.decode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["reply", "own", "delete", "hide", "restore", "read"]), max_size=12), st.randoms())
def test_after_any_mix_the_count_is_that_of_a_recount(acts, chance):
    member, moderator, topic = MemberFactory(), ModeratorFactory(), TopicFactory()
    read(member, topic, 1)
    for act in acts:
        posts = list(topic.posts.written().filter(number__gt=1, deleted_at=None))
        topic.refresh_from_db()
        if act in ("reply", "own"):
            PostFactory(topic=topic, author=member if act == "own" else moderator)
        elif act == "read":
            read(member, topic, chance.randint(0, topic.post_count))
        elif posts:
            post = chance.choice(posts)
            if act == "delete" and not post.hidden_at:
                services.delete_post(member=post.author, post=post)
            elif act == "hide":
                services.hide_post(moderator=moderator, post=post, reason="x")
            elif act == "restore":
                services.restore_post(moderator=moderator, post=post)
    last = Reading.objects.get(user=member).last_read
    expected = [p for p in topic.posts.written() if p.is_live and p.number > last and p.author_id != member.pk]
    assert unread_of(member) == ({topic.pk: len(expected)} if expected else {})


def test_what_is_unread_is_found_and_taken_as_read_in_one_statement():
    member, topic = MemberFactory(), TopicFactory()
    read(member, topic, 1)
    PostFactory(topic=topic)
    with CaptureQueriesContext(connection) as asked:
        assert unread.mark_all_read(user=member, until=timezone.now()) == 1
    about = [query["sql"] for query in asked if '"forums_reading"' in query["sql"]]
    assert len(about) == 1
    assert unread_of(member) == {}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="others plan in their own way")
def test_neither_list_walks_through_all_topics():
    member, author, category = MemberFactory(), MemberFactory(), CategoryFactory()
    template = TopicFactory(author=author, category=category)
    long_ago = timezone.now() - timedelta(days=99)
    fields = {"author": author, "category": category, "post_count": 2, "last_post_at": long_ago, "created_at": long_ago}
    topics = Topic.objects.bulk_create(
        Topic(title=f"Topik {n}", slug="x", published_at=long_ago, **fields) for n in range(20_000)
    )
    post = {"author": author, "body": "x", "html": "x", "html_version": 1, "created_at": long_ago}
    Post.objects.bulk_create(Post(topic=topic, number=n, **post) for topic in topics for n in (1, 2))
    for topic in topics[:30]:
        read(member, topic, 1)
    read(member, template, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_topic, forums_post, forums_reading, members_watch")
    viewer = Viewer(member)
    for found in (unread.unread_topics(viewer), unread.new_topics(viewer)):
        plan = found[:26].explain(analyze=True)
        assert "Seq Scan on forums_topic" not in plan, plan
        assert most_rows(plan, "forums_topic") <= 100, plan
        assert most_rows(plan, "forums_post") <= 100, plan
    assert len(unread.unread_topics(viewer)) == 30


def most_rows(plan: str, table: str) -> int:
    """The most rows that a part of the plan read from a table, those it threw away included."""
    lines = plan.splitlines()
    found = [0]
    for number, line in enumerate(lines):
        if f" on {table}" not in line or "actual" not in line:
            continue
        rows, loops = re.search(r"actual time=\S+ rows=([\d.]+) loops=(\d+)", line).groups()  # type: ignore[union-attr]
        removed = [re.search(r"Rows Removed by Filter: (\d+)", each) for each in lines[number + 1 : number + 5]]
        found.append((float(rows) + sum(int(each[1]) for each in removed if each)) * int(loops))
    return int(max(found))


def test_a_category_is_caught_up_with_by_itself(client):
    member, category = MemberFactory(), CategoryFactory()
    inside, below, elsewhere = (
        TopicFactory(category=category),
        TopicFactory(category=CategoryFactory(parent=category)),
        TopicFactory(),
    )
    for topic in (inside, below, elsewhere):
        read(member, topic, 1)
        PostFactory(topic=topic)
    client.force_login(member)
    address = f"{MARKING}?ruang={category.slug}"
    listed = f"{category.get_absolute_url()}?tab=unread"
    assert f'href="{address}"' in client.get(listed).content.decode()
    asked = client.get(address)
    assert asked.context["count"] == 2
    assert f"Tandai semua di “{category.name}” sudah dibaca?" in asked.content.decode()
    assert client.post(address, {"asked_at": asked.context["asked_at"]}).url == f"{listed}#topik"
    assert unread_of(member) == {elsewhere.pk: 1}


def test_a_category_that_one_may_not_see_or_that_is_none_is_not_caught_up_with(client):
    client.force_login(MemberFactory())
    closed = CategoryFactory(audience_see="moderators")
    for slug in (closed.slug, "tidak-ada"):
        assert client.get(f"{MARKING}?ruang={slug}").status_code == 404
        assert client.post(f"{MARKING}?ruang={slug}").status_code == 404
