"""What starting a topic and starting a private conversation have in common: the post that opens it, and who hears."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import timezone

from community.writing.signals import standing_changed
from community.writing.uploads.services import limit_pictures, note_uploads

from ..models import POST, Post, Topic
from ..signals import post_changed, topic_changed
from .attributing import settle_quotes
from .mentioning import note_names
from .publication import publish_due, shift_counters
from .quoting import note_quotes
from .screened import held_for


def begin_topic(topic: Topic, *, body: str, beside: Callable[[], object], also_typed: Iterable[str] = ()) -> Topic:
    """Store a new topic with its first post, screened and announced, in the transaction of the caller.

    The caller has asked for the permission and fitted the words. Both are by the topic's author, of its moment.
    `beside` stores what else belongs to it, as soon as it has a key and before anybody hears of it; `also_typed` are
    further words to screen.
    """
    author, at = topic.author, topic.created_at
    topic.post_count, topic.last_post_at, topic.last_post_author = 1, at, author
    post = Post(author=author, acted_by=topic.acted_by, organisation=topic.organisation, topic=topic, number=1)
    post.created_at = at
    post.write(settle_quotes(body, topic=topic, writer=author))
    limit_pictures(author=author, text=post.body)
    if hold := held_for(topic, author=author, text="\n\n".join([topic.title, post.body, *also_typed]), thing=topic):
        topic.held_at, topic.held_reason = timezone.now(), hold.reason
    topic.update_is_live()
    topic.save()
    beside()
    post.topic = topic
    post.save()
    note_quotes(post, is_new=True)
    note_names(post, is_new=True)
    note_uploads(kind=POST, key=post.pk, text=post.body, owners=[author.pk, post.acted_by_id])
    if topic.is_live and topic.is_listed:
        shift_counters(topic.category_id, topics=1, posts=1, at=at)
    publish_due(topic)
    topic_changed.send(sender=Topic, topic=topic)
    post_changed.send(sender=Post, post=post, is_new=True)
    if topic.held_at:
        standing_changed.send(sender=Topic, thing=topic, by=author, is_judged=False)
    return topic
