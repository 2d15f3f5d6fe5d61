"""What members read of their rights is what the limits enforce: each row, tried at its edge as each kind of member."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.comments.services.checking import hold_to_check
from community.forums.models import ForumSettings, Topic
from community.forums.permissions import has_standing_for_tags
from community.forums.services import reply, start_topic
from community.members.trust.levels import LEVELS
from community.members.trust.rights import NEWEST, RANKS, RIGHTS, RULES, Rank, changes_at, new_days, rank_of, rights_at
from community.writing.mentions.services import require_few_mentions
from community.writing.newcomers import is_newcomer, require_few_links
from community.writing.uploads.services import most_pictures
from tests.factories.comments import make_comment
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db
BASIC = Rank(1)


@pytest.fixture(autouse=True)
def _own_limits():
    """Limits as somebody could set them, told apart by their numbers."""
    ForumSettings.objects.all().delete()
    ForumSettings.objects.create(
        newcomer_days=4,
        newcomer_links=3,
        newcomer_pictures=2,
        newcomer_mentions=1,
        seconds_between=0,
        newcomer_seconds_between=0,
        same_text_minutes=0,
        newcomer_replies=2,
        first_day_topics=2,
        first_day_replies=4,
        newcomer_conversations=1,
        new_tags_from=2,
    )


def most(key: str, rank: Rank) -> int | None:
    return RULES[key](rank)


def member_as(rank: Rank, **facts: Any):
    """A member who joined today, or before anybody is new."""
    joined = timezone.now() if rank.is_new else timezone.now() - timedelta(days=30)
    return MemberFactory(trust_level=rank.level, date_joined=joined, **facts)


def possible(act: Any, *args: Any, **facts: Any) -> bool:
    try:
        act(*args, **facts)
    except ValidationError:
        return False
    return True


def test_every_row_is_answered_by_an_app_and_every_answer_has_a_row():
    assert {right.key for right in RIGHTS} == set(RULES)


@pytest.mark.parametrize("rank", RANKS, ids=str)
def test_a_row_says_the_number_that_is_set(rank):
    for right in RIGHTS:
        count = most(right.key, rank)
        if count and right.bound:
            assert str(count) in right.said(rank)


def test_settings_are_read_as_they_are_now():
    assert "3" in rights_at(NEWEST)[0]
    settings = ForumSettings.objects.get()
    settings.newcomer_links = 7
    settings.save()
    assert "7" in rights_at(NEWEST)[0]
    settings.newcomer_links = 0
    settings.save()
    assert not any(sign.isdigit() for sign in rights_at(NEWEST)[0])


@pytest.mark.parametrize("rank", [NEWEST, Rank(0), BASIC], ids=str)
def test_links_are_those_of_the_table(rank):
    member, bound = member_as(rank), most("links", rank)
    links = [f"https://situs-{number}.example/" for number in range(1, 60)]
    count = bound or len(links) - 1
    assert possible(require_few_links, author=member, text=" ".join(links[:count]))
    assert possible(require_few_links, author=member, text=" ".join(links[: count + 1])) is (bound is None)


@pytest.mark.parametrize("rank", [NEWEST, Rank(0), BASIC], ids=str)
def test_mentions_and_pictures_are_those_of_the_table(rank):
    member, bound = member_as(rank), most("mentions", rank)
    names = [f"@anggota-ke-{number}" for number in range(bound + 1)]
    assert possible(require_few_mentions, author=member, text=" ".join(names[:-1]))
    assert not possible(require_few_mentions, author=member, text=" ".join(names))
    assert most_pictures(member) == most("pictures", rank)


def write_topics(member, count: int) -> bool:
    category = CategoryFactory()
    return all(
        possible(start_topic, author=member, category=category, title=f"Perahu ke-{n}", body=f"Perahu {n} dicari.")
        for n in range(count)
    )


def write_replies(member, count: int, *, topics: list[Topic]) -> bool:
    return all(
        possible(reply, author=member, topic=topics[n % len(topics)], body=f"Jawaban ke-{n} saya.")
        for n in range(count)
    )


def test_topics_and_replies_of_the_first_day_are_those_of_the_table():
    bound = most("first_topics", NEWEST)
    assert write_topics(member_as(NEWEST), bound)
    assert not write_topics(member_as(NEWEST), bound + 1)
    assert write_topics(member_as(BASIC), bound + 1)
    bound, topics = most("first_replies", NEWEST), [TopicFactory() for _each in range(5)]
    assert write_replies(member_as(NEWEST), bound, topics=topics)
    assert not write_replies(member_as(NEWEST), bound + 1, topics=topics)
    assert write_replies(member_as(BASIC), bound + 1, topics=topics)


def test_replies_in_one_topic_are_those_of_the_table():
    bound, topics = most("topic_replies", NEWEST), [TopicFactory()]
    assert write_replies(member_as(NEWEST), bound, topics=topics)
    assert not write_replies(member_as(NEWEST), bound + 1, topics=topics)
    assert write_replies(member_as(Rank(0)), bound + 1, topics=topics)


def converse(member, count: int) -> bool:
    return all(possible(make_conversation, author=member, body=f"Salam ke-{n}") for n in range(count))


def test_private_conversations_are_those_of_the_table():
    bound = most("conversations", NEWEST)
    assert converse(member_as(NEWEST), bound)
    assert not converse(member_as(NEWEST), bound + 1)
    assert converse(member_as(BASIC), bound + 1)


@pytest.mark.parametrize("level", [each.number for each in LEVELS])
def test_new_tags_and_checked_comments_are_those_of_the_table(level, settings):
    settings.SPAM_CHECK_URL = "https://pemeriksa.example/"
    member = member_as(Rank(level))
    assert has_standing_for_tags(member) is (most("new_tags", Rank(level)) is None)
    comment = make_comment(make_story(), author=member)
    assert (hold_to_check(comment) is None) is (most("comments", Rank(level)) is None)


@pytest.mark.parametrize("days", [0, 3, 4, 5])
@pytest.mark.parametrize("level", [0, 1])
def test_who_is_new_to_the_table_is_new_to_the_limits(days, level):
    member = MemberFactory(trust_level=level, date_joined=timezone.now() - timedelta(days=days))
    assert rank_of(member).is_new is is_newcomer(member)
    assert new_days() == 4


def test_a_level_says_only_what_is_otherwise_than_before():
    assert len(changes_at(BASIC, Rank(0))) == 1  # what a report weighs
    assert len(changes_at(Rank(2), BASIC)) == 2  # and new tags, as set above
    assert len(changes_at(Rank(0), NEWEST)) > 5
