"""What is counted of members: what they read, wrote and heard in public, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.comments.kinds import place_of
from community.comments.models import COMMENT
from community.comments.services.following import follow
from community.forums.models import Post, Reading, Topic
from community.forums.services import hide_post
from community.members.models import User
from community.members.permissions import Viewer
from community.moderation.trust import counting
from community.writing.reactions.models import Reaction
from tests.factories.comments import make_comment
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.told import make_story
from tests.factories.trust import be_here, like, make_ready_for_known, make_topics, read

pytestmark = pytest.mark.django_db
REGULAR = 3


def facts_of(member: User):
    return counting.facts_of([User.objects.get(pk=member.pk)])[member.pk]


def test_topics_opened_posts_read_and_the_time_are_those_of_public_topics():
    member = MemberFactory()
    read(member, make_topics(3), posts=12, seconds=90)
    private = make_conversation(author=member)
    Reading.objects.update_or_create(user=member, topic=private, defaults={"last_read": 50, "seconds": 500})
    facts = facts_of(member)
    assert (facts.topics, facts.posts, facts.seconds, facts.minutes) == (3, 12, 90, 1)


def test_days_are_those_that_are_kept_and_those_of_before():
    member = MemberFactory(earlier_days=7)
    be_here(member, 3)
    be_here(member, 2, before=100)
    facts = facts_of(member)
    assert (facts.days, facts.recent_days) == (12, 3)


def test_who_was_here_only_long_ago_keeps_those_days():
    facts = facts_of(MemberFactory(earlier_days=7))
    assert (facts.days, facts.recent_days) == (7, 0)


def test_replies_are_counted_once_for_each_topic_of_others_and_each_page():
    member, story = MemberFactory(), make_story()
    topic, other = TopicFactory(), TopicFactory()
    for where in (topic, topic, other, TopicFactory(author=member)):
        PostFactory(author=member, topic=where)
    make_comment(story, author=member)
    make_comment(story, "Sekali lagi.", author=member)
    assert facts_of(member).replies == 3


def test_what_is_hidden_counts_neither_as_reply_nor_for_its_reactions():
    member, topic = MemberFactory(), TopicFactory()
    post = PostFactory(author=member, topic=topic)
    like(MemberFactory(), post)
    assert (facts_of(member).replies, facts_of(member).likes_received) == (1, 1)
    hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    assert (facts_of(member).replies, facts_of(member).likes_received) == (0, 0)


def test_reactions_to_posts_and_comments_are_counted_but_not_in_private_conversations():
    member, fan = MemberFactory(), MemberFactory()
    like(fan, PostFactory(author=member))
    comment = make_comment(make_story(), author=member)
    Reaction.objects.create(user=fan, kind=COMMENT, object_id=comment.pk, name="agree")
    private = make_conversation(author=member, people=[fan])
    like(fan, Post.objects.get(topic=private, number=1))
    assert facts_of(member).likes_received == 2
    assert facts_of(fan).likes_given == 3


def test_of_the_third_level_only_the_last_hundred_days_count():
    member = MemberFactory(trust_level=REGULAR)
    topic = TopicFactory()
    post = PostFactory(author=member, topic=topic)
    for _each in range(3):
        like(MemberFactory(), post)
    like(member, PostFactory(topic=topic))
    Reading.objects.update_or_create(user=member, topic=topic, defaults={"last_read": 2, "seconds": 5})
    facts = facts_of(member)
    assert (facts.recent_replies, facts.recent_likes_given, facts.recent_topics, facts.recent_posts) == (1, 1, 1, 2)
    assert (facts.recent_likes_received, facts.recent_likes_members, facts.recent_likes_days) == (3, 3, 1)
    long_ago = timezone.now() - timedelta(days=101)
    Reaction.objects.update(created_at=long_ago)
    Post.objects.update(created_at=long_ago)
    Reading.objects.update(last_read_at=long_ago)
    facts = facts_of(member)
    assert (facts.recent_replies, facts.recent_likes_given, facts.recent_topics, facts.recent_posts) == (0, 0, 0, 0)
    assert (facts.recent_likes_received, facts.recent_likes_members, facts.recent_likes_days) == (0, 0, 0)
    assert (facts.topics, facts.posts) == (1, 2)


def test_one_member_counts_once_whatever_they_reacted_to():
    member, fan = MemberFactory(trust_level=REGULAR), MemberFactory()
    for days in (0, 1):
        like(fan, PostFactory(author=member))
        Reaction.objects.filter(pk=Reaction.objects.latest("pk").pk).update(
            created_at=timezone.now() - timedelta(days=days)
        )
    facts = facts_of(member)
    assert (facts.recent_likes_received, facts.recent_likes_members, facts.recent_likes_days) == (2, 1, 2)


@pytest.mark.parametrize("column", ["silenced_until", "suspended_until"])
def test_being_silenced_or_suspended_is_known_for_half_a_year(column):
    now = timezone.now()
    for days, restricted, is_now in ((1, 1, True), (-181, 1, False), (-183, 0, False)):
        facts = facts_of(MemberFactory(**{column: now + timedelta(days=days)}))
        assert (facts.restricted, facts.is_restricted) == (restricted, is_now)


def test_who_follows_a_page_by_mail_is_known():
    member, story = MemberFactory(), make_story()
    make_comment(story)
    assert not facts_of(member).is_mailed
    follow(user=member, place=place_of(str(story.translation_key), Viewer(member)))
    assert facts_of(member).is_mailed


def test_reports_are_asked_of_whoever_keeps_them(monkeypatch):
    member, asked = MemberFactory(trust_level=REGULAR), []

    def flagged(keys, since):
        asked.append((list(keys), (timezone.now() - since).days))
        return {member.pk: (4, 2)}

    monkeypatch.setattr(counting, "FLAGGED", [flagged])
    facts = facts_of(member)
    assert (facts.flagged, facts.flaggers) == (4, 2)
    assert asked == [([member.pk], 100)]


def test_what_is_going_on_is_what_stands_in_public_lists():
    topic = TopicFactory()
    PostFactory(topic=topic)
    make_conversation()
    assert counting.activity() == counting.Activity(topics=1, posts=2)
    Topic.objects.update(created_at=timezone.now() - timedelta(days=101))
    assert counting.activity() == counting.Activity(topics=0, posts=2)


@pytest.mark.parametrize("level", [1, REGULAR])
def test_many_members_cost_as_many_queries_as_one(level):
    def cost(members: list[User]) -> int:
        with CaptureQueriesContext(connection) as queries:
            counting.facts_of(members)
        return len(queries)

    members = [make_ready_for_known(trust_level=level) for _each in range(3)]
    assert cost(members[:1]) == cost(members) <= 10
