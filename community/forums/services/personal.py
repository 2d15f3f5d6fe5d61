"""A member's posts and topics as their own data: told of, and removed when the account is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.rights.answers import Part

from ..models import Post, Quote, Topic
from ..quoting import names_to_forget, without_names
from ..signals import post_changed
from .publication import changing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User

# What is left of the title of a topic that is gone; only moderators see it.
NO_TITLE = "—"


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield the member's topics and posts; of others' only the title of the topic one wrote in."""
    topics = Topic.objects.filter(author=user).order_by("pk")
    told = ("id", "title", "language", "created_at", "edited_at", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    yield Part("forum_topics", topics.values(*told, room=F("category__name")).iterator())
    posts = Post.objects.filter(author=user).order_by("pk")
    told = ("id", "number", "body", "created_at", "edited_at", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    yield Part("forum_posts", posts.values(*told, topic_title=F("topic__title")).iterator())


def erase_contributions(*, user: User, keep: bool, limit: int) -> int:
    """Empty at most `limit` posts that the member deleted, or with `keep` off all of theirs; return how many.

    A post leaves its mark, as when one deletes it; a topic in which nobody else wrote goes, one with replies of others
    keeps its title, under which they make sense. At last the name goes from quotes in replies.
    """
    posts = Post.objects.filter(author=user).exclude(body="").order_by("topic_id", "number")
    if keep:
        posts = posts.exclude(deleted_at=None)
    batch = list(posts[:limit])
    for topic_id, of_topic in groupby(batch, key=lambda post: post.topic_id):
        _empty(user, topic_id, [post.pk for post in of_topic])
    _forget_labels(Post, [post.pk for post in batch])
    return len(batch) or _untitle(user, limit) or _forget_in_quotes(user, keep, limit)


def _empty(user: User, topic_id: int, keys: list[int]) -> None:
    now = timezone.now()
    with changing(topic_id) as topic:
        for post in topic.posts.filter(pk__in=keys):
            post.body = post.html = ""
            if post.deleted_at is None:
                post.deleted_at, post.deleted_by = now, user
            post.settle()
            post.save()
            post.quotes.all().delete()
            post_changed.send(sender=Post, post=post)
        if topic.deleted_at is None and not topic.posts.filter(deleted_at=None).exists():
            topic.deleted_at, topic.deleted_by = now, user


def _untitle(user: User, limit: int) -> int:
    """Take the titles from topics of theirs that are gone."""
    gone: QuerySet[Any] = Topic.objects.filter(author=user).exclude(deleted_at=None).exclude(title=NO_TITLE)
    topics = list(gone.order_by("pk")[:limit])
    for topic in topics:
        with changing(topic.pk) as locked:
            locked.title = NO_TITLE
    _forget_labels(Topic, [topic.pk for topic in topics])
    return len(topics)


def _forget_in_quotes(user: User, keep: bool, limit: int) -> int:
    """Take the name, and with `keep` off the words, from at most `limit` posts that quote the member."""
    quotes = Quote.objects.filter(quoted__author=user).order_by("post__topic_id", "post_id")
    batch = list(quotes.values_list("post__topic_id", "post_id").distinct()[:limit])
    for topic_id, of_topic in groupby(batch, key=lambda row: row[0]):
        with changing(topic_id) as topic:
            for post in topic.posts.filter(pk__in=[pk for _topic_id, pk in of_topic]):
                gone = dict.fromkeys(names_to_forget(post, topic, user.pk), keep)
                post.write(without_names(post.body, gone, language=topic.language, in_parts=True))
                post.save(update_fields=["body", "html", "html_version"])
                post.quotes.filter(quoted__author=user).delete()
                post_changed.send(sender=Post, post=post)
                _log_lines(Post, [post.pk]).update(label=str(post)[:120])
    return len(batch)


def _forget_labels(model: type[Post] | type[Topic], keys: Iterable[int]) -> None:
    """Take the first words out of the log, whose lines stay."""
    _log_lines(model, keys).update(label=NO_TITLE)


def _log_lines(model: type[Post] | type[Topic], keys: Iterable[int]) -> QuerySet[Any]:
    lines = ModelLogEntry.objects.filter(content_type__model=model._meta.model_name, content_type__app_label="forums")
    return lines.filter(object_id__in=[str(key) for key in keys])
