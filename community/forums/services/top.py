"""How much topics are talked about in each period, counted anew by jobs.

A reply counts one point. What else tells of a good topic (reactions) adds its points by `SCORE_SOURCES`, in
`AppConfig.ready`. As in Discourse the day is counted often and the longer periods seldom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from ..models import Post, Topic, TopTopic
from ..models.top import LENGTHS, Period

if TYPE_CHECKING:
    from datetime import datetime

BATCH = 500
RowT = TypeVar("RowT")

# Each gives pairs of a topic's key and points, of what happened since a moment, or ever.
SCORE_SOURCES: list[Callable[[datetime | None], Iterable[tuple[int, int]]]] = []


def points_of_replies(since: datetime | None) -> Iterable[tuple[int, int]]:
    """Count the replies that stand, of topics that do."""
    topics = Topic.objects.listed()
    if since is None:
        return topics.filter(reply_count__gt=0).values_list("pk", "reply_count").iterator()
    replies = Post.objects.live().written().filter(created_at__gt=since, number__gt=1, topic__in=topics.values("pk"))
    return replies.order_by().values("topic").annotate(replies=Count("pk")).values_list("topic", "replies").iterator()


def count_top(period: str) -> int:
    """Bring the scores of a period up to date; return how many changed.

    What the day knows the longer periods know at once, with at least as many points, though they are counted seldom.
    """
    since = timezone.now() - LENGTHS[period] if period in LENGTHS else None
    scores: Counter[int] = Counter()
    for source in (points_of_replies, *SCORE_SOURCES):
        for topic, points in source(since):
            scores[topic] += points
    known = dict(TopTopic.objects.filter(period=period).values_list("topic", "score"))
    changed = [(topic, score) for topic, score in scores.items() if score > 0 and known.get(topic) != score]
    gone = [topic for topic in known if scores.get(topic, 0) <= 0]
    for batch in _batches(changed):
        _write(period, dict(batch))
    for topics in _batches(gone):
        TopTopic.objects.filter(period=period, topic__in=topics).delete()
    if period == Period.DAY:
        _raise_longer({topic: score for topic, score in scores.items() if score > 0})
    return len(changed) + len(gone)


def _raise_longer(scores: dict[int, int]) -> None:
    """Let no longer period know less of a topic than the day does."""
    for period in Period.values:
        for batch in _batches(scores.items() if period != Period.DAY else ()):
            topics = dict(batch)
            there = TopTopic.objects.filter(period=period, topic__in=topics).values_list("topic", "score")
            known = dict(there)
            if less := {topic: score for topic, score in topics.items() if known.get(topic, 0) < score}:
                _write(period, less)


@transaction.atomic
def _write(period: str, scores: dict[int, int]) -> None:
    """Write some scores, of topics that are still there."""
    there = Topic.objects.filter(pk__in=scores).values_list("pk", flat=True)
    rows = [TopTopic(topic_id=topic, period=period, score=scores[topic]) for topic in there]
    TopTopic.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["score"], unique_fields=["topic", "period"]
    )


def _batches(rows: Iterable[RowT]) -> Iterator[list[RowT]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
