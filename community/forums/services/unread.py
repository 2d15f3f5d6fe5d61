"""What members have not read yet: new topics, topics with unread posts, and how many of each."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, PositiveIntegerField, Subquery, Value, When
from django.db.models.functions import Coalesce

from community.members.header import read_header
from community.members.permissions import Viewer, require_part

from ..models import Post, Reading, Topic
from . import reading
from .levels import muted, tracked
from .visits import new_since

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.members.models import User

    from ..models import Category
    from ..models.posts import PostQuerySet
    from ..models.topics import TopicQuerySet

PRIVATE = "private"  # the name of what counts private conversations, beside those of the lists
NEVER = -1  # in place of a position, of what is new
MOST_COUNTED = 100  # who is behind by more reads "99+", so that no count walks through a whole topic


class CountUpTo(Subquery):
    """How many rows a query finds, as far as it is sliced."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = PositiveIntegerField()


def ordinary_posts() -> PostQuerySet:
    """Select the posts that make a topic unread, and that a reader goes on to."""
    return Post.objects.live().written()


def next_number(*, topic: str) -> Subquery:
    """Find the number of the first post after `last_read` that a reader goes on to; None where there is none."""
    posts = ordinary_posts().filter(topic=OuterRef(topic), number__gt=OuterRef("last_read"))
    return Subquery(posts.order_by("number").values("number")[:1])


def unread_topics(viewer: Viewer) -> TopicQuerySet:
    """List the topics with unread posts, the latest first."""
    return unread_in(reading.topics(viewer), viewer).order_by("-last_post_at", "-id")


def new_topics(viewer: Viewer) -> TopicQuerySet:
    """List the new topics, the latest first."""
    return new_in(reading.topics(viewer), viewer).order_by("-published_at", "-id")


def unread_in(topics: TopicQuerySet, viewer: Viewer) -> TopicQuerySet:
    """Select topics that a member tracks or watches, has opened, and where others have written since.

    It begins with what the member has opened, however many topics there are.
    """
    mine = Reading.objects.filter(user=viewer.user_id, topic__post_count__gt=F("last_read"))
    followed = mine.filter(tracked(viewer, topic="topic_id", category="topic__category"))
    behind = followed.filter(Exists(_unread_posts(viewer, topic="topic_id"))).values("topic")
    return topics.filter(pk__in=behind)


def new_in(topics: TopicQuerySet, viewer: Viewer) -> TopicQuerySet:
    """Select topics that came since the member was last here and that they have neither opened, muted nor written."""
    opened = Reading.objects.filter(user=viewer.user_id, topic=OuterRef("pk"))
    came = topics.filter(published_at__gte=new_since(viewer)).exclude(author=viewer.user_id)
    return came.filter(~Exists(opened)).exclude(muted(viewer))


def unread_conversations(viewer: Viewer) -> TopicQuerySet:
    """Select the private conversations with posts by others that a member has not read, but for those they muted."""
    last_read = Reading.objects.filter(user=viewer.user_id, topic=OuterRef("pk")).values("last_read")[:1]
    found = Topic.objects.conversations_of(viewer).annotate(read=Coalesce(Subquery(last_read), Value(0)))
    newer = ordinary_posts().filter(topic=OuterRef("pk"), number__gt=OuterRef("read")).exclude(author=viewer.user_id)
    return found.filter(Exists(newer.order_by())).exclude(muted(viewer))


def counts(viewer: Viewer) -> dict[str, int]:
    """Count new and unread topics, and conversations with something unread, each up to `MOST_COUNTED`.

    They are read in one query with what the header of the page shows of the member.
    """
    if not viewer.user_id:
        return {}
    lists = {"new": new_topics(viewer), "unread": unread_topics(viewer), PRIVATE: unread_conversations(viewer)}
    asked = {name: CountUpTo(found.order_by().values("pk")[:MOST_COUNTED]) for name, found in lists.items()}
    found = read_header(viewer, **asked)
    return {name: found[name] for name in lists}


def mark(topics: Iterable[Topic], viewer: Viewer) -> list[Topic]:
    """Tell each row of a list what of it the viewer has not read, and where they go on, in one query.

    Only what they track or watch counts what is unread, and only what the list of it has is new.
    """
    rows = list(topics)
    if not viewer.user_id or not rows:
        return rows
    keys = [topic.pk for topic in rows]
    is_tracked = tracked(viewer, topic="topic_id", category="topic__category")
    unread = Case(When(is_tracked, then=_count_unread(viewer, topic="topic_id")), default=Value(0))
    mine = Reading.objects.filter(user=viewer.user_id, topic__in=keys)
    opened = mine.values_list("topic_id", "last_read", unread, next_number(topic="topic_id"))
    new = new_in(Topic.objects.filter(pk__in=keys), viewer).values_list("pk", Value(NEVER), Value(0), Value(0))
    known = {key: told for key, *told in opened.union(new, all=True)}
    for topic in rows:
        last, count, following = known.get(topic.pk, (None, 0, None))
        topic.is_new = last == NEVER
        if last is not None and not topic.is_new:
            topic.last_read, topic.unread, topic.next_number = last, count, following
            topic.resume_url = resume_url(topic)
    return rows


def resume_url(topic: Topic) -> str:
    """Lead to the first post after the last one that was read; to that one where none came since."""
    number = topic.next_number or min(topic.last_read or 0, topic.post_count)
    return topic.url_at(number) if number > 1 else topic.get_absolute_url()


def count_unread(viewer: Viewer, categories: Iterable[Category]) -> int:
    """Count the topics with unread posts in some categories, up to `MOST_COUNTED`."""
    found = unread_topics(viewer).filter(category__in=[category.pk for category in categories])
    return found.order_by()[:MOST_COUNTED].count()


@transaction.atomic
def mark_all_read(*, user: User, until: datetime, categories: Iterable[Category] | None = None) -> int:
    """Take all as read in what the member follows, but where somebody wrote after `until`; return how many topics.

    Only what lies in some `categories`, where they are given. In one statement: a reply that comes meanwhile is either
    seen, and its topic stays unread, or not taken as read.
    """
    require_part(user)
    topics = unread_topics(Viewer(user)).filter(last_post_at__lte=until).order_by()
    if categories is not None:
        topics = topics.filter(category__in=[category.pk for category in categories])
    behind = topics.values("pk")
    ends = Topic.objects.filter(pk=OuterRef("topic_id")).values("post_count")
    mine = Reading.objects.filter(user=user, topic__in=behind)
    return mine.filter(last_read__lt=Subquery(ends)).update(last_read=Subquery(ends))


def _unread_posts(viewer: Viewer, *, topic: str) -> PostQuerySet:
    posts = ordinary_posts().filter(topic=OuterRef(topic), number__gt=OuterRef("last_read"))
    return posts.exclude(author=viewer.user_id).order_by()


def _count_unread(viewer: Viewer, *, topic: str) -> CountUpTo:
    return CountUpTo(_unread_posts(viewer, topic=topic).values("pk")[:MOST_COUNTED])
