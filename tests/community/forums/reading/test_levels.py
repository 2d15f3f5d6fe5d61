from __future__ import annotations

import pytest
from django.db import connection

from community.forums import services
from community.forums.models import Reading, Topic
from community.forums.services import levels, reading, unread
from community.members.following import news
from community.members.following.kinds import CATEGORY, REGION, TAG, TOPIC
from community.members.following.services import choose_level, unfollow
from community.members.models import Watch
from community.writing.signals import Hold, screening
from home.models import Tag
from home.services.tags import merge_tag
from tests.factories.assistance import make_assistance
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.levels import choose, level_of, viewer_of, whole_topic
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
MUTED, NORMAL, TRACKING, WATCHING = Watch.Level


def test_without_any_choice_it_is_normal():
    assert level_of(MemberFactory(), TopicFactory()) == NORMAL


@pytest.mark.parametrize("level", [MUTED, TRACKING, WATCHING])
@pytest.mark.parametrize("place", ["category", "tag", "region", "province"])
def test_a_level_counts_for_the_topics_in_it(place, level):
    member, (topic, tag) = MemberFactory(), whole_topic()
    things = {
        "category": (CATEGORY, topic.category),
        "tag": (TAG, tag),
        "region": (REGION, make_region("81.02.01")),
        "province": (REGION, make_region("81")),
    }
    choose(member, *things[place], level)
    assert level_of(member, topic) == level
    assert level_of(member, TopicFactory(regions=[make_region("82")])) == NORMAL


@pytest.mark.parametrize("own", list(Watch.Level))
@pytest.mark.parametrize("around", list(Watch.Level))
def test_a_level_of_the_topic_counts_before_all(own, around):
    member, (topic, tag) = MemberFactory(), whole_topic()
    for kind, thing in ((CATEGORY, topic.category), (TAG, tag), (REGION, make_region("81"))):
        choose(member, kind, thing, around)
    choose(member, TOPIC, topic, own)
    assert level_of(member, topic) == own


def test_of_category_tag_and_region_the_closest_counts_but_muting_before_all():
    member, (topic, tag) = MemberFactory(), whole_topic()
    choose(member, REGION, make_region("81"), TRACKING)
    choose(member, TAG, tag, WATCHING)
    assert level_of(member, topic) == WATCHING
    choose(member, CATEGORY, topic.category, MUTED)
    assert level_of(member, topic) == MUTED


def test_of_regions_one_in_the_other_the_smallest_counts():
    member, (topic, _tag) = MemberFactory(), whole_topic()
    choose(member, REGION, make_region("81"), MUTED)
    assert level_of(member, topic) == MUTED
    choose(member, REGION, make_region("81.02"), TRACKING)
    assert level_of(member, topic) == TRACKING
    choose(member, REGION, make_region("81.02.01"), MUTED)
    assert level_of(member, topic) == MUTED


@pytest.mark.parametrize("level", [MUTED, TRACKING, WATCHING])
def test_a_level_of_a_category_counts_in_those_within_it(level):
    member, parent = MemberFactory(), CategoryFactory()
    topic, above, beside = (
        TopicFactory(category=category) for category in (CategoryFactory(parent=parent), parent, CategoryFactory())
    )
    choose(member, CATEGORY, parent, level)
    assert [level_of(member, each) for each in (topic, above, beside)] == [level, level, NORMAL]


@pytest.mark.parametrize("own", list(Watch.Level))
@pytest.mark.parametrize("around", list(Watch.Level))
def test_of_a_category_and_the_one_around_it_its_own_counts(own, around):
    member, parent = MemberFactory(), CategoryFactory()
    topic = TopicFactory(category=CategoryFactory(parent=parent))
    choose(member, CATEGORY, parent, around)
    choose(member, CATEGORY, topic.category, own)
    assert level_of(member, topic) == own
    assert level_of(member, TopicFactory(category=parent)) == around


def test_normal_is_kept_for_a_category_while_the_one_around_it_has_another_level():
    member, parent = MemberFactory(), CategoryFactory()
    topic = TopicFactory(category=CategoryFactory(parent=parent))
    child = {"user": member, "kind": CATEGORY, "key": topic.category_id}
    choose_level(user=member, kind=CATEGORY, key=parent.pk, level=MUTED)
    choose_level(**child, level=NORMAL)
    assert level_of(member, topic) == NORMAL
    choose_level(**child, level=WATCHING)
    assert unfollow(**child)
    assert level_of(member, topic) == NORMAL
    choose_level(user=member, kind=CATEGORY, key=parent.pk, level=NORMAL)
    choose_level(**child, level=NORMAL)
    assert not Watch.objects.filter(user=member).exists()


def test_topics_of_a_category_within_a_followed_one_are_news_and_unread_unless_it_is_as_everything_else():
    member, parent = MemberFactory(), CategoryFactory()
    topic = TopicFactory(category=CategoryFactory(parent=parent))
    PostFactory(topic=topic)
    Reading.objects.create(user=member, topic=topic, last_read=1)
    choose(member, CATEGORY, parent, TRACKING)
    assert [line.title for line in news.page_of(viewer_of(member)).lines] == [topic.title]
    assert list(unread.unread_topics(viewer_of(member))) == [topic]
    choose(member, CATEGORY, topic.category, NORMAL)
    assert news.page_of(viewer_of(member)).lines == []
    assert not unread.unread_topics(viewer_of(member))


def test_a_region_whose_code_only_begins_alike_is_another():
    member, topic = MemberFactory(), TopicFactory(regions=[make_region("81.02")])
    choose(member, REGION, make_region("81.0"), MUTED)
    assert level_of(member, topic) == NORMAL


def test_topics_in_followed_categories_and_under_followed_tags_are_news_until_they_are_muted():
    member, (topic, tag) = MemberFactory(), whole_topic()
    other = TopicFactory()
    for kind, thing in ((TAG, tag), (CATEGORY, other.category)):
        choose_level(user=member, kind=kind, key=thing.pk, level=TRACKING)
    titles = [line.title for line in news.page_of(viewer_of(member)).lines]
    assert titles == [other.title, topic.title]
    choose(member, TOPIC, topic, MUTED)
    assert [line.title for line in news.page_of(viewer_of(member)).lines] == [other.title]


def test_topics_of_a_tracked_category_are_unread_once_they_were_opened():
    member, topic = MemberFactory(), TopicFactory()
    choose(member, CATEGORY, topic.category, TRACKING)
    PostFactory(topic=topic)
    assert not unread.unread_topics(viewer_of(member))
    Reading.objects.create(user=member, topic=topic, last_read=1)
    assert list(unread.unread_topics(viewer_of(member))) == [topic]


def test_who_starts_a_topic_watches_it_and_who_replies_tracks_it():
    topic = TopicFactory()
    post = PostFactory(topic=topic)
    PostFactory(topic=topic, author=topic.author)
    rows = Watch.objects.order_by("pk").values_list("user", "kind", "object_id", "level")
    assert list(rows) == [(topic.author_id, TOPIC, topic.pk, WATCHING), (post.author_id, TOPIC, topic.pk, TRACKING)]


@pytest.mark.parametrize("level", [MUTED, NORMAL, WATCHING])
def test_replying_changes_no_level_that_was_chosen(level):
    member, topic = MemberFactory(), TopicFactory()
    choose_level(user=member, kind=TOPIC, key=topic.pk, level=level)
    PostFactory(topic=topic, author=member)
    assert level_of(member, topic) == level


def test_who_stops_following_a_topic_is_not_made_to_again():
    member, topic = MemberFactory(), TopicFactory()
    PostFactory(topic=topic, author=member)
    assert unfollow(user=member, kind=TOPIC, key=topic.pk)
    PostFactory(topic=topic, author=member)
    assert level_of(member, topic) == NORMAL


def test_replying_doesnt_lower_what_the_category_brings_but_goes_before_its_muting():
    member, topic, other = MemberFactory(), TopicFactory(), TopicFactory()
    choose(member, CATEGORY, topic.category, WATCHING)
    choose(member, CATEGORY, other.category, MUTED)
    for each in (topic, other):
        PostFactory(topic=each, author=member)
    assert level_of(member, topic) == WATCHING
    assert level_of(member, other) == TRACKING


def test_a_reply_that_waits_tracks_when_it_is_let_pass():
    topic = TopicFactory()

    def hold(**kwargs):
        return Hold("x")

    screening.connect(hold)
    try:
        post = PostFactory(topic=topic)
    finally:
        screening.disconnect(hold)
    assert level_of(post.author, topic) == NORMAL
    services.restore_post(moderator=ModeratorFactory(), post=post)
    assert level_of(post.author, topic) == TRACKING


def test_what_a_mentor_writes_is_followed_by_the_person():
    assistance = make_assistance()
    topic = TopicFactory()
    PostFactory(topic=topic, author=assistance.person, acted_by=assistance.mentor)
    assert level_of(assistance.person, topic) == TRACKING
    assert level_of(assistance.mentor, topic) == NORMAL


def test_who_follows_a_tag_follows_the_one_that_it_is_merged_into_at_the_higher_level(client):
    topic, tag = whole_topic()
    into = Tag.objects.create(name="benih", slug="benih")
    members = [MemberFactory() for _number in range(4)]
    levels_before = [(TRACKING, None), (TRACKING, WATCHING), (WATCHING, MUTED), (None, TRACKING)]
    for member, (old, new) in zip(members, levels_before, strict=True):
        for thing, level in ((tag, old), (into, new)):
            if level is not None:
                choose(member, TAG, thing, level)
    merge_tag(by=AdministratorFactory(), tag=tag, into=into)
    assert not Watch.objects.filter(kind=TAG, object_id=tag.pk).exists()
    assert [level_of(member, topic) for member in members] == [TRACKING, WATCHING, WATCHING, TRACKING]
    client.force_login(members[0])
    assert 'href="/forum/tag/benih/"' in client.get("/anggota/saya/mengikuti/").content.decode()
    assert client.get(f"/anggota/saya/mengikuti/tag/{tag.pk}/").status_code == 404


def test_what_one_takes_part_in_leaves_room_for_what_one_follows(monkeypatch):
    monkeypatch.setattr("community.members.following.services.MOST_FOLLOWED", 1)
    member = MemberFactory()
    for _number in range(3):
        TopicFactory(author=member)
    choose_level(user=member, kind=REGION, key=make_region("81").pk, level=TRACKING)
    assert Watch.objects.filter(user=member).count() == 4


@pytest.mark.skipif(connection.vendor != "postgresql", reason="others plan in their own way")
def test_the_latest_are_read_from_their_index_also_by_who_has_muted_much():
    member, author, category = MemberFactory(), MemberFactory(), CategoryFactory()
    made = TopicFactory(author=author, category=category)
    fields = {"author": author, "category": category, "created_at": made.created_at, "last_post_at": made.last_post_at}
    Topic.objects.bulk_create(Topic(title=f"Topik {n}", slug="x", **fields) for n in range(5_000))
    for number in range(40):
        choose(member, CATEGORY, CategoryFactory(), MUTED)
        choose(member, TAG, Tag.objects.create(name=f"t{number}", slug=f"t{number}"), MUTED)
        choose(member, REGION, make_region(f"{number + 11}"), MUTED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_topic, members_watch, forums_topic_regions, forums_topic_tags, forums_category")
    viewer = viewer_of(member)
    plan = levels.without_muted(reading.topics(viewer), viewer)[:25].explain()
    assert "topic_latest" in plan, plan
    assert "Seq Scan on forums_topic " not in plan, plan
