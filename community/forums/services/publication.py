"""What follows from every change of a topic or a post: counters in line, and each first appearance announced once.

The topic's row is locked while anything in it changes; the category's counters follow last. That order (topics by
ascending keys, categories so too, user) is the same everywhere, so that two writers never wait for each other. Topics
are locked without their key: who notes how far they read in one, which refers to it, need not wait. Only a conversation
that may be deleted with its last participant is locked with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Max, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from outbox.services import enqueue

from community.members.permissions import Refused
from community.writing.uploads.services import update_stores_of

from ..models import POST, Category, Post, Quote, Topic
from ..signals import reply_published, topic_changed, topic_published
from .mentioning import tell_mentioned

WITHDRAWING = "community.forums.tasks.withdraw_quotes"


@dataclass(frozen=True)
class Standing:
    """What a topic adds to its category, topics and posts, and when it was last written in; nothing if in no list."""

    category_id: int
    topics: int = 0
    posts: int = 0
    last_post_at: datetime | None = None


def locked_topic(topic: Topic) -> Topic:
    """Wait until nobody else changes a topic or its posts, and read it as it is then; raises `Refused` if it's gone."""
    return require_there(locked_topics([topic.pk]).get(topic.pk))


def locked_topics(keys: Iterable[int]) -> dict[int, Topic]:
    """Do the same for several, always in the order of their keys; what is gone for good is left out."""
    found = Topic.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
    return {topic.pk: topic for topic in found}


def locked_with_key(topic_id: int) -> Topic | None:
    """Lock a topic that may be deleted for good then: meanwhile nothing comes to refer to it, no reading either."""
    return Topic.objects.select_for_update().filter(pk=topic_id).first()


def locked_post(post: Post) -> Post:
    """Lock the topic of a post, as all do who change it, and read the post as it is then."""
    return post_in(require_there(locked_topics([post.topic_id]).get(post.topic_id)), post)


def require_there(topic: Topic | None) -> Topic:
    """Raise `Refused` for a topic deleted for good while somebody had it open, as a conversation that everyone left."""
    if topic is None:
        raise Refused(_("This topic is no longer there."))
    return topic


def post_in(topic: Topic, post: Post) -> Post:
    """Read a post of a locked topic as it is now; raises `Refused` where it went to another one meanwhile."""
    found: Post | None = topic.posts.filter(pk=post.pk).first()
    if found is None:
        raise Refused(_("This post is in another topic by now. Please open it there."))
    return found


@contextmanager
def changing(topic_id: int, *, counts_replies: bool = True) -> Iterator[Topic]:
    """Lock a topic for a change of it or of its posts; afterwards count anew, save, publish what is due, announce.

    Who knows that as many replies stand as before, or calls `recount` themselves, has them not counted
    (`counts_replies=False`): they may be a hundred thousand.
    """
    with changing_topics([topic_id], counts_replies=counts_replies) as topics:
        yield topics[topic_id]


@contextmanager
def changing_topics(keys: Collection[int], *, counts_replies: bool = True) -> Iterator[dict[int, Topic]]:
    """Do the same for several topics at once; raises `Refused` where one of them is gone for good."""
    with transaction.atomic():
        topics = locked_topics(keys)
        for key in keys:
            require_there(topics.get(key))
        before = {key: standing_of(topic) for key, topic in topics.items()}
        places = {key: (topic.is_live, topic.category_id) for key, topic in topics.items()}
        yield topics
        for topic in topics.values():
            topic.update_is_live()
            recount(topic, counts_replies=counts_replies)
            topic.save()
        _count_in_categories(before.values(), [standing_of(topic) for topic in topics.values()])
        for key, topic in topics.items():
            publish_due(topic)
            if places[key][0] != topic.is_live and Quote.objects.filter(quoted__topic=topic).exists():
                enqueue(WITHDRAWING, [], [key])
            if places[key] != (topic.is_live, topic.category_id):  # others may see it now, or no longer
                update_stores_of(kind=POST, keys=topic.posts.values_list("pk", flat=True))
        for topic in topics.values():
            topic_changed.send(sender=Topic, topic=topic)


def follow_quotes(post: Post) -> None:
    """Have the words of a post that stands no longer go from the quotes of it, or come back to them with it."""
    quotes = Quote.objects.filter(quoted=post)
    if (quotes.filter(post__body_shown__isnull=False) if post.is_live else quotes).exists():
        enqueue(WITHDRAWING, [post.pk], [])


def publish_due(topic: Topic) -> None:
    """Announce the topic and those of its replies that are visible now and have never been before."""
    if not topic.is_live:
        return
    now = timezone.now()
    due = list(topic.posts.live().filter(published_at=None).order_by("number"))
    topic.posts.filter(pk__in=[post.pk for post in due]).update(published_at=now)
    for post in due:
        tell_mentioned(post)
    if topic.published_at is None:
        topic.published_at = now
        topic.save(update_fields=["published_at"])
        topic_published.send(sender=Topic, topic=topic)
    for post in due:
        post.published_at, post.topic = now, topic
        if not post.is_first:
            reply_published.send(sender=type(post), post=post)


def announce(post: Post) -> None:
    """Announce a reply that was visible from the moment it was stored; publishing anything else is `publish_due`."""
    tell_mentioned(post)
    reply_published.send(sender=type(post), post=post)


def shift_counters(category_id: int, *, topics: int = 0, posts: int = 0, at: datetime | None = None) -> None:
    """Add to what a category counts, and move its last post forward to `at`."""
    changes: dict[str, Any] = {}
    if topics or posts:
        changes |= {"topic_count": F("topic_count") + topics, "post_count": F("post_count") + posts}
    if at:
        is_later = Q(last_post_at=None) | Q(last_post_at__lt=at)
        changes["last_post_at"] = Case(When(is_later, then=Value(at)), default=F("last_post_at"))
    if changes:
        Category.objects.filter(pk=category_id).update(**changes)


def standing_of(topic: Topic) -> Standing:
    """Say what a topic adds to its category, by its own counters: only the first post is looked for."""
    if not (topic.is_live and topic.is_listed):
        return Standing(topic.category_id)
    first = topic.posts.live().written().filter(number=1).exists()
    return Standing(topic.category_id, 1, topic.reply_count + first, topic.last_post_at)


def recount(topic: Topic, *, counts_replies: bool = True) -> None:
    """Count replies anew, look for the answer, and find the last post; what says what moderators did counts for none.

    The last one is the youngest: posts that came from another topic may be older than those before them. A topic whose
    posts are all gone keeps its own beginning.
    """
    posts = topic.posts.live().written()
    if counts_replies:
        topic.reply_count = posts.filter(number__gt=1).count()
    is_accepted = topic.kind == Topic.Kind.QUESTION and topic.accepted_post_id is not None
    topic.is_answered = is_accepted and posts.filter(pk=topic.accepted_post_id).exists()
    last = posts.order_by("-created_at", "-number").first()
    topic.last_post_at = last.created_at if last else topic.created_at
    topic.last_post_author_id = last.author_id if last else topic.author_id


def latest_in(category_id: int) -> datetime | None:
    """Find when somebody last wrote in a topic of a category that stands in lists."""
    at: datetime | None = Topic.objects.listed().filter(category=category_id).aggregate(at=Max("last_post_at"))["at"]
    return at


def _count_in_categories(before: Iterable[Standing], after: Iterable[Standing]) -> None:
    """Bring the counters of the categories in line in which something changed.

    They are locked first: whoever writes in another topic there at once is seen, or moves it forward afterwards.
    """
    gone, come = Counter(before), Counter(after)
    changes = [*((-1, each) for each in (gone - come).elements()), *((1, each) for each in (come - gone).elements())]
    keys = sorted({standing.category_id for _sign, standing in changes})
    for category in Category.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"):
        here = [(sign, standing) for sign, standing in changes if standing.category_id == category.pk]
        Category.objects.filter(pk=category.pk).update(
            topic_count=F("topic_count") + sum(sign * standing.topics for sign, standing in here),
            post_count=F("post_count") + sum(sign * standing.posts for sign, standing in here),
            last_post_at=latest_in(category.pk),
        )
