"""What follows from every change of a topic or a post: counters in line, and each first appearance announced once.

The topic's row is locked while anything in it changes; the category's counters follow last. That order (topic,
category, user) is the same everywhere, so that two writers never wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from ..models import Category, Post, Topic
from ..signals import reply_published, topic_changed, topic_published


def locked_topic(topic: Topic) -> Topic:
    """Wait until nobody else changes a topic or its posts, and read it as it is then."""
    return Topic.objects.select_for_update().get(pk=topic.pk)


def locked_post(post: Post) -> Post:
    """Lock the topic of a post, as all do who change it, and read the post as it is then."""
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    return topic.posts.get(pk=post.pk)


@contextmanager
def changing(topic_id: int) -> Iterator[Topic]:
    """Lock a topic for a change of it or of its posts; afterwards count anew, save, publish what is due, announce."""
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic_id)
        before = _weight(topic)
        yield topic
        topic.settle()
        _recount(topic)
        topic.save()
        after = _weight(topic)
        shift_counters(topic.category_id, topics=after[0] - before[0], posts=after[1] - before[1])
        latest = Topic.objects.live().filter(category_id=topic.category_id).aggregate(at=Max("last_post_at"))["at"]
        Category.objects.filter(pk=topic.category_id).update(last_post_at=latest)
        publish_due(topic)
        topic_changed.send(sender=Topic, topic=topic)


def publish_due(topic: Topic) -> None:
    """Announce the topic and those of its replies that are visible now and have never been before."""
    if not topic.is_live:
        return
    now = timezone.now()
    due = list(topic.posts.live().filter(published_at=None).order_by("number"))
    topic.posts.filter(pk__in=[post.pk for post in due]).update(published_at=now)
    if topic.published_at is None:
        topic.published_at = now
        topic.save(update_fields=["published_at"])
        topic_published.send(sender=Topic, topic=topic)
    for post in due:
        post.published_at, post.topic = now, topic
        if not post.is_first:
            reply_published.send(sender=type(post), post=post)


def shift_counters(category_id: int, *, topics: int = 0, posts: int = 0, at: datetime | None = None) -> None:
    """Add to what a category counts, and move its last post forward to `at`."""
    categories = Category.objects.filter(pk=category_id)
    if topics or posts:
        categories.update(topic_count=F("topic_count") + topics, post_count=F("post_count") + posts)
    if at:
        categories.filter(Q(last_post_at=None) | Q(last_post_at__lt=at)).update(last_post_at=at)


def _weight(topic: Topic) -> tuple[int, int]:
    """Count what the topic adds to its category: topics and posts."""
    return (1, topic.posts.live().count()) if topic.is_live else (0, 0)


def _recount(topic: Topic) -> None:
    """Count replies anew and find the last post; a topic whose posts are all gone keeps its own beginning."""
    posts = topic.posts.live()
    topic.reply_count = posts.filter(number__gt=1).count()
    last = posts.order_by("-number").first()
    topic.last_post_at = last.created_at if last else topic.created_at
    topic.last_post_author_id = last.author_id if last else topic.author_id
