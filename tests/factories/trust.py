"""Members who did what a trust level asks, as rows that pages and services leave."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from community.forums.models import POST, Reading, Topic
from community.members.models import User, VisitedDay
from community.writing.reactions.models import Reaction
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory

if TYPE_CHECKING:
    from community.forums.models import Post


def make_topics(count: int) -> list[Topic]:
    """So many topics of one author in one category."""
    author, category = MemberFactory(), CategoryFactory()
    return [TopicFactory(author=author, category=category) for _each in range(count)]


def copies_of(topic: Topic, count: int) -> list[Topic]:
    """So many topics like this one, without posts, as quickly as rows are written."""
    rows = []
    for _each in range(count):
        row = copy(topic)
        row.pk, row._state = None, copy(topic._state)
        rows.append(row)
    return Topic.objects.bulk_create(rows)


def read(member: User, topics: list[Topic], *, posts: int, seconds: int) -> None:
    """Let a member have read these topics: so many posts, for so long, in all of them together."""
    for place, topic in enumerate(topics):
        last = posts - len(topics) + 1 if place == 0 else 1
        Reading.objects.create(user=member, topic=topic, last_read=last, seconds=seconds if place == 0 else 0)


def be_here(member: User, days: int, *, before: int = 0) -> None:
    """Let a member have been here on so many days in a row, that many days ago."""
    today = timezone.now().date()
    VisitedDay.objects.bulk_create(
        VisitedDay(user=member, day=today - timedelta(days=before + number)) for number in range(days)
    )


def like(member: User, post: Post) -> None:
    """Let a member have reacted to a post."""
    Reaction.objects.create(user=member, kind=POST, object_id=post.pk, name="thanks")


def make_ready_for_basic(**facts: object) -> User:
    """A member who has all that level 1 takes, and not yet been looked at."""
    member = MemberFactory(**facts)
    read(member, make_topics(5), posts=30, seconds=600)
    return member


def make_ready_for_known(**facts: object) -> User:
    """A member of level 1 who has all that level 2 takes."""
    member = MemberFactory(**{"trust_level": 1, **facts})
    topics = make_topics(20)
    read(member, topics, posts=100, seconds=3600)
    be_here(member, 15)
    replies = [PostFactory(author=member, topic=topic) for topic in topics[:3]]
    like(member, PostFactory(topic=topics[0]))
    like(MemberFactory(), replies[0])
    return member


def level_of(member: User) -> int:
    """The level that a member has now."""
    return User.objects.get(pk=member.pk).trust_level
