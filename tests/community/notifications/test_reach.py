"""Who is never told, now or when they look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Category
from community.members.blocking.services import block
from community.members.models import User, Watch
from community.members.permissions import Viewer
from community.notifications.models import Activity, Notification
from community.notifications.services.listing import page_of
from community.notifications.services.unread import count_unread
from home.models import Tag
from tests.factories.assistance import make_assistance
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, MentorFactory, ModeratorFactory
from tests.factories.notifications import answer, quoting, tell, told, watch
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def shown(user: User) -> int:
    """How many lines the member's page has, and the bell counts."""
    viewer = Viewer(User.objects.get(pk=user.pk))
    lines = sum(len(group.lines) for group in page_of(viewer).groups)
    assert count_unread(viewer) == lines
    return lines


def test_nobody_is_told_of_what_they_did_themselves():
    author = MemberFactory(handle="siti-m")
    topic = TopicFactory(author=author)
    watch(author, "topic", topic.pk)
    answer(topic, author, f"{quoting(topic.posts.get())}\n\nSaya sendiri, @siti-m.")
    assert told(author) == []


def test_nor_is_the_mentor_who_wrote_it_for_somebody():
    mentor = MentorFactory()
    person = make_assistance(mentor=mentor).person
    topic = TopicFactory(author=mentor)
    watch(mentor, "topic", topic.pk)
    forums.reply(author=person, acted_by=mentor, topic=topic, body="Kata saya.")
    tell()
    assert told(mentor) == []


@pytest.mark.parametrize(
    "state",
    [{"is_active": False}, {"suspended_until": timezone.now() + timedelta(days=1)}],
    ids=["switched off", "suspended"],
)
def test_who_is_not_there_is_told_nothing(state):
    topic = TopicFactory()
    tell()
    User.objects.filter(pk=topic.author_id).update(**state)
    answer(topic, MemberFactory())
    assert told(topic.author) == []


def test_who_was_suspended_once_is_told_again():
    topic = TopicFactory(author=MemberFactory(suspended_until=None))
    User.objects.filter(pk=topic.author_id).update(suspended_until=timezone.now() - timedelta(days=1))
    answer(topic, MemberFactory())
    assert told(topic.author) == [("reply", 2)]


def test_who_has_blocked_somebody_hears_nothing_of_them_in_any_way():
    member, blocked = MemberFactory(handle="siti-m"), MemberFactory()
    topic = TopicFactory(author=member)
    watch(member, "category", topic.category_id)
    block(user=member, other=blocked)
    answer(topic, blocked, f"{quoting(topic.posts.get())}\n\nHalo @siti-m")
    assert told(member) == []
    answer(topic, MemberFactory())
    assert told(member) == [("reply", 3)]


def test_who_has_blocked_a_mentor_hears_nothing_of_what_they_write_for_others():
    mentor, topic = MentorFactory(), TopicFactory()
    person = make_assistance(mentor=mentor).person
    block(user=topic.author, other=mentor)
    forums.reply(author=person, acted_by=mentor, topic=topic, body="Kata saya.")
    tell()
    assert told(topic.author) == []


def test_a_block_after_the_telling_takes_it_from_view():
    topic, other = TopicFactory(), MemberFactory()
    answer(topic, other)
    assert shown(topic.author) == 1
    block(user=topic.author, other=other)
    assert shown(topic.author) == 0


def test_a_muted_topic_tells_nothing_whatever_the_reason():
    member = MemberFactory(handle="siti-m")
    topic = TopicFactory(author=member)
    watch(member, "topic", topic.pk, Watch.Level.MUTED)
    watch(member, "category", topic.category_id)
    answer(topic, MemberFactory(), "Halo @siti-m")
    assert told(member) == []


@pytest.mark.parametrize("kind", ["category", "tag", "region"])
def test_what_lies_in_something_muted_tells_nothing_either_unless_the_topic_has_a_level_of_its_own(kind):
    tag, region = Tag.objects.create(name="bibit", slug="bibit"), make_region("81.02")
    topic = TopicFactory(tags=[tag], regions=[region])
    key = {"category": topic.category_id, "tag": tag.pk, "region": region.pk}[kind]
    member, follower = MemberFactory(handle="siti-m"), MemberFactory(handle="agus-o")
    for somebody in (member, follower):
        watch(somebody, kind, key, Watch.Level.MUTED)
    watch(follower, "topic", topic.pk, Watch.Level.NORMAL)
    answer(topic, MemberFactory(), "Halo @siti-m dan @agus-o")
    assert told(member) == []
    assert told(follower) == [("mention", 2)]


def test_who_follows_the_author_hears_nothing_of_what_lies_in_something_muted():
    author, follower, category = MemberFactory(is_listed=True), MemberFactory(), CategoryFactory()
    watch(follower, "member", author.pk)
    watch(follower, "category", category.pk, Watch.Level.MUTED)
    TopicFactory(author=author, category=category)
    TopicFactory(author=author)
    tell()
    assert Notification.objects.filter(recipient=follower).count() == 1


def make_closed_topic(**fields):
    group = Group.objects.create(name="Dewan")
    topic = TopicFactory(**fields)
    Category.objects.filter(pk=topic.category_id).update(audience_see=f"group:{group.pk}")
    tell()
    return topic, group


def test_of_a_closed_room_only_those_hear_who_may_read_there():
    outside, inside = MemberFactory(handle="luar"), MemberFactory(handle="dalam")
    topic, group = make_closed_topic()
    author = MemberFactory()
    for member in (author, inside):
        member.groups.add(group)
    moderator = ModeratorFactory()
    for member in (outside, inside, moderator):
        watch(member, "topic", topic.pk)
    answer(topic, author, "Halo @luar dan @dalam")
    assert told(outside) == told(topic.author) == []
    assert told(inside) == [("mention", 2)]
    assert told(moderator) == [("watching", 2)]


def test_a_room_that_closes_after_the_telling_takes_it_from_view_and_one_that_opens_brings_it_back():
    topic = TopicFactory()
    answer(topic, MemberFactory())
    assert shown(topic.author) == 1
    Category.objects.filter(pk=topic.category_id).update(audience_see="group:1000")
    assert shown(topic.author) == 0
    Category.objects.filter(pk=topic.category_id).update(audience_see="members")
    assert shown(topic.author) == 1


@pytest.mark.parametrize("factory", [MemberFactory, ModeratorFactory], ids=["member", "moderator"])
def test_what_is_deleted_or_hidden_is_told_to_nobody_and_no_longer_shown(factory):
    topic, other = TopicFactory(author=factory()), MemberFactory()
    early = answer(topic, other)
    assert shown(topic.author) == 1
    forums.delete_post(member=other, post=early)
    assert shown(topic.author) == 0
    late = PostFactory(topic=topic, author=other)
    forums.hide_post(moderator=ModeratorFactory(), post=late, reason="x")
    tell()
    assert told(topic.author) == [("reply", 2)]
    forums.restore_post(moderator=ModeratorFactory(), post=early)
    assert shown(topic.author) == 0  # the author had deleted it
    assert Notification.objects.filter(activity__object_kind="post").count() == 1


def test_a_topic_that_is_hidden_takes_all_with_it():
    topic = TopicFactory(category=CategoryFactory())
    answer(topic, MemberFactory())
    forums.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="x")
    assert shown(topic.author) == 0
    forums.restore_topic(moderator=ModeratorFactory(), topic=topic)
    assert shown(topic.author) == 1


@pytest.mark.parametrize("what", ["post", "topic"])
def test_what_is_hidden_before_it_was_told_is_told_once_it_is_shown_again_soon(what):
    topic, moderator = TopicFactory(), ModeratorFactory()
    tell()
    post = PostFactory(topic=topic)
    hide, restore = (getattr(forums, f"{act}_{what}") for act in ("hide", "restore"))
    thing = {"post": post, "topic": topic}[what]
    hide(moderator=moderator, reason="x", **{what: thing})
    tell()
    assert told(topic.author) == []
    restore(moderator=moderator, **{what: thing})
    tell()
    tell()
    assert told(topic.author) == [("reply", 2)]


@pytest.mark.parametrize("change", ["delete", "wait"])
def test_what_is_deleted_or_hidden_for_long_waits_to_be_told_no_longer(change):
    post = PostFactory()
    if change == "delete":
        forums.delete_post(member=post.author, post=post)
    else:
        forums.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
        tell()
        assert Activity.objects.get(fanned_out_at=None).object_id == post.pk
        Activity.objects.update(created_at=timezone.now() - timedelta(hours=25))
    tell()
    assert not Activity.objects.filter(fanned_out_at=None).exists()
