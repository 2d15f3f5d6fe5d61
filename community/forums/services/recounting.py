"""All that is counted in the forum, counted anew: what differs is put right, and told.

Topics are looked through some at a time without a lock; only what seems wrong is locked, each by itself, and looked at
again. A category is locked while its topics are counted, one after the other. So the site can go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum

from ..models import Category, Post, Reading, Topic
from ..signals import topic_changed
from .publication import latest_in, locked_topics, recount

BATCH = 200
COUNTED = ("is_live", "post_count", "reply_count", "is_answered", "last_post_at", "last_post_author_id")


@dataclass(frozen=True)
class Difference:
    """What was noted of a thing, and what it is; `is_repaired` is False where nothing can be done about it."""

    thing: str
    key: int
    name: str
    was: Any
    now: Any
    is_repaired: bool = True

    def __str__(self) -> str:
        end = "" if self.is_repaired else " (left as it is)"
        return f"{self.thing} {self.key}: {self.name} was {self.was}, is {self.now}{end}"


def recount_forums(*, batch: int = BATCH) -> Iterator[Difference]:
    """Count everything, repair what differs, and give it, as it goes on."""
    last = 0
    while keys := list(Topic.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]):
        for key in _doubtful(keys):
            yield from _repair_topic(key)
        yield from _repair_readings(keys)
        last = keys[-1]
    for key in Category.objects.order_by("pk").values_list("pk", flat=True):
        yield from _repair_category(key)


def _doubtful(keys: Sequence[int]) -> list[int]:
    """Name the topics in which something seems to be wrong."""
    stands = Q(is_live=True, act="")
    rows = Post.objects.filter(topic__in=keys).order_by().values("topic")
    counted = {
        row["topic"]: (row["count"], row["last"], row["replies"])
        for row in rows.annotate(
            count=Count("pk"), last=Max("number"), replies=Count("pk", filter=stands & Q(number__gt=1))
        )
    }
    posts = Post.objects.filter(stands, topic=OuterRef("pk"))
    latest = posts.order_by("-created_at", "-number")
    topics = Topic.objects.filter(pk__in=keys).annotate(
        counted_at=Subquery(latest.values("created_at")[:1]),
        counted_author=Subquery(latest.values("author")[:1]),
        counted_answer=Subquery(posts.filter(pk=OuterRef("accepted_post")).values("pk")[:1]),
    )
    found: list[Any] = list(topics)
    return [topic.pk for topic in found if _seems_wrong(topic, *counted.get(topic.pk, (0, 0, 0)))]


def _seems_wrong(topic: Any, count: int, last: int, replies: int) -> bool:
    was_live = topic.is_live
    topic.update_is_live()
    return (
        (topic.is_live, topic.post_count, topic.post_count, topic.reply_count) != (was_live, count, last, replies)
        or topic.last_post_at != (topic.counted_at or topic.created_at)
        or topic.last_post_author_id != (topic.counted_author or topic.author_id)
        or topic.is_answered != bool(topic.kind == Topic.Kind.QUESTION and topic.counted_answer)
    )


@transaction.atomic
def _repair_topic(key: int) -> list[Difference]:
    """Count one topic anew under its lock, as a change of it does."""
    topic = locked_topics([key]).get(key)
    if topic is None:
        return []
    before = {name: getattr(topic, name) for name in COUNTED}
    facts = topic.posts.aggregate(count=Count("pk"), last=Max("number"))
    topic.post_count = facts["last"] or 0
    topic.update_is_live()
    recount(topic)
    after = {name: getattr(topic, name) for name in COUNTED}
    changed = [name for name in COUNTED if before[name] != after[name]]
    found = [Difference("topic", key, name, before[name], after[name]) for name in changed]
    if found:
        topic.save(update_fields=[name.removesuffix("_id") for name in COUNTED])
        topic_changed.send(sender=Topic, topic=topic)
    if facts["count"] != topic.post_count:
        found.append(Difference("topic", key, "numbers", topic.post_count, facts["count"], is_repaired=False))
    return found


def _repair_readings(keys: Sequence[int]) -> list[Difference]:
    """Take positions back that lie beyond the end of their topics."""
    beyond = Reading.objects.filter(topic__in=keys, last_read__gt=F("topic__post_count"))
    rows = list(beyond.order_by("pk").values_list("pk", "last_read", "topic__post_count"))
    for key, _was, end in rows:
        Reading.objects.filter(pk=key, last_read__gt=end).update(last_read=end)
    return [Difference("reading", key, "last_read", was, end) for key, was, end in rows]


@transaction.atomic
def _repair_category(key: int) -> list[Difference]:
    """Count one category anew under its lock: who writes there meanwhile adds to it afterwards."""
    category = Category.objects.select_for_update(no_key=True).filter(pk=key).first()
    if category is None:
        return []
    topics = Topic.objects.listed().filter(category=key)
    first = Post.objects.live().written().filter(number=1, topic__in=topics)
    facts = topics.aggregate(count=Count("pk"), replies=Sum("reply_count"))
    now = {
        "topic_count": facts["count"],
        "post_count": (facts["replies"] or 0) + first.count(),
        "last_post_at": latest_in(key),
    }
    was = {name: getattr(category, name) for name in now}
    if was != now:
        Category.objects.filter(pk=key).update(**now)
    return [Difference("category", key, name, was[name], now[name]) for name in now if was[name] != now[name]]
