"""Who is told of what, with which reason, in which steps."""

from __future__ import annotations

import pytest

from community.forums.models import Topic
from community.forums.services import edit_post
from community.members.models import Watch
from community.notifications.models import Notification
from home.models import Tag
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import answer, quoting, tell, told, watch
from tests.factories.organisations import add_member, make_organisation, owner_of
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


def test_a_reply_tells_who_started_the_topic_whom_it_quotes_and_whom_it_mentions():
    topic, first = TopicFactory(), MemberFactory()
    quoted, called = answer(topic, first), MemberFactory(handle="siti-m")
    answer(topic, MemberFactory(), f"{quoting(quoted)}\n\nApa kata @siti-m?")
    assert told(topic.author) == [("reply", 2), ("reply", 3)]
    assert told(first) == [("quote", 3)]
    assert told(called) == [("mention", 3)]


def test_each_is_told_once_with_the_strongest_reason():
    author, other = MemberFactory(handle="siti-m"), MemberFactory(handle="agus-o")
    topic = TopicFactory(author=author)
    tell()
    watch(author, "topic", topic.pk)
    watch(other, "topic", topic.pk)
    quoted = answer(topic, other)
    answer(topic, MemberFactory(), f"{quoting(topic.posts.get(number=1))}\n\n{quoting(quoted)}\n\nYa, @siti-m.")
    assert told(author) == [("reply", 2), ("mention", 3)]
    assert told(other) == [("quote", 3)]


def test_a_text_full_of_quotes_calls_no_crowd():
    topic, author = TopicFactory(), MemberFactory()
    posts = [answer(topic, MemberFactory()) for _number in range(6)]
    text = "\n\n".join(quoting(post) for post in posts)
    full = answer(topic, author, text)
    called = Notification.objects.filter(activity__object_id=full.pk, reason="quote")
    assert called.count() == 4  # of somebody new
    edit_post(editor=author, post=full, body=f"{text}\n\n{quoting(posts[5])}")
    tell()
    assert called.count() == 4


def test_who_is_called_in_what_is_only_quoted_is_not_called_again():
    called = MemberFactory(handle="siti-m")
    topic = TopicFactory()
    first = answer(topic, MemberFactory(), "Apa kata @siti-m?")
    answer(topic, MemberFactory(), quoting(first))
    assert told(called) == [("mention", 2)]


@pytest.mark.parametrize("text", ["surel@siti-m.example", "kata/@siti-m", "@siti-m-lain", "@siti"])
def test_what_is_no_handle_calls_nobody(text):
    called = MemberFactory(handle="siti-m")
    answer(TopicFactory(), MemberFactory(), f"Lihat {text}")
    assert told(called) == []


def test_an_organisation_that_is_called_hears_by_those_who_speak_for_it():
    organisation = make_organisation(handle="mina-kei")
    plain = add_member(organisation, role="member").user
    answer(TopicFactory(), MemberFactory(), "Ada bibit, @mina-kei?")
    assert told(owner_of(organisation)) == [("mention", 2)]
    assert told(plain) == []


def things_of(topic):
    """What can be watched of the topic, and lets a reply be heard."""
    village, tag = topic.regions.get(), topic.tags.get()
    province = make_region(village.code.partition(".")[0])
    return {
        "topic": ("topic", topic.pk),
        "category": ("category", topic.category_id),
        "tag": ("tag", tag.pk),
        "region": ("region", village.pk),
        "province": ("region", province.pk),
    }


def make_topic(**fields):
    tag = Tag.objects.create(name="bibit", slug="bibit")
    make_region("81")
    topic = TopicFactory(regions=[make_region("81.02")], tags=[tag], sectors=[make_sector()], **fields)
    tell()
    return topic


@pytest.mark.parametrize("name", ["topic", "category", "tag", "region", "province"])
def test_who_watches_what_a_topic_belongs_to_hears_of_replies(name):
    topic, watcher = make_topic(), MemberFactory()
    watch(watcher, *things_of(topic)[name])
    answer(topic, MemberFactory())
    assert ("watching", 2) in told(watcher)


@pytest.mark.parametrize("name", ["topic", "category", "tag", "region", "province"])
@pytest.mark.parametrize("level", [Watch.Level.MUTED, Watch.Level.NORMAL, Watch.Level.TRACKING])
def test_any_other_level_than_watching_is_told_nothing(level, name):
    topic, member = make_topic(), MemberFactory()
    watch(member, *things_of(topic)[name], level)
    answer(topic, MemberFactory())
    assert told(member) == []


@pytest.mark.parametrize("level", [Watch.Level.MUTED, Watch.Level.NORMAL, Watch.Level.TRACKING])
def test_the_level_of_the_topic_itself_goes_before_those_of_what_it_lies_in(level):
    topic, quiet, eager = make_topic(), MemberFactory(), MemberFactory()
    watch(quiet, "category", topic.category_id)
    watch(quiet, "topic", topic.pk, level)
    watch(eager, "category", topic.category_id, level)
    watch(eager, "topic", topic.pk)
    answer(topic, MemberFactory())
    assert told(quiet) == []
    assert told(eager) == [("watching", 2)]


def test_what_is_muted_stays_so_beside_what_is_watched_and_the_smaller_region_counts():
    topic, quiet, local = make_topic(), MemberFactory(), MemberFactory()
    things = things_of(topic)
    watch(quiet, *things["tag"])
    watch(quiet, *things["category"], Watch.Level.MUTED)
    watch(local, *things["province"], Watch.Level.MUTED)
    watch(local, *things["region"])
    answer(topic, MemberFactory())
    assert told(quiet) == []
    assert told(local) == [("watching", 2)]


def test_of_an_unlisted_topic_only_those_hear_who_watch_it_itself():
    topic, follower, watcher = make_topic(), MemberFactory(), MemberFactory()
    Topic.objects.filter(pk=topic.pk).update(is_listed=False)
    watch(follower, "category", topic.category_id)
    watch(watcher, "topic", topic.pk)
    answer(topic, MemberFactory())
    assert told(follower) == []
    assert told(watcher) == [("watching", 2)]


def test_who_only_answers_and_so_tracks_the_topic_is_told_nothing_by_itself():
    topic, other = TopicFactory(), MemberFactory()
    answer(topic, other)
    answer(topic, MemberFactory())
    assert told(other) == []


def test_a_new_topic_is_told_to_who_follows_its_author_organisation_or_sector_and_a_reply_is_not():
    organisation = make_organisation()
    author = owner_of(organisation)
    author.profile.is_listed = True
    author.profile.save()
    followers = [MemberFactory() for _number in range(3)]
    things = [("member", author.pk), ("organisation", organisation.pk), ("sector", make_sector().pk)]
    for follower, thing in zip(followers, things, strict=True):
        watch(follower, *thing)
    topic = make_topic(author=author, organisation=organisation)
    answer(topic, author, organisation=organisation)
    assert [told(follower) for follower in followers] == [[("watching", 1)]] * 3


def test_who_ended_being_found_is_followed_by_nobody():
    author, follower = MemberFactory(is_listed=False), MemberFactory()
    watch(follower, "member", author.pk)
    TopicFactory(author=author)
    tell()
    assert told(follower) == []


def test_watchers_of_another_thing_hear_nothing():
    topic, watcher = make_topic(), MemberFactory()
    watch(watcher, "topic", topic.pk + 1)
    watch(watcher, "region", make_region("82").pk)
    answer(topic, MemberFactory())
    assert told(watcher) == []
