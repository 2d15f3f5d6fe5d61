"""A member's posts and topics as their own data: told of, and removed when the account is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.audit.forgetting import forget_labels, forget_words
from community.members.following.kinds import TOPIC
from community.members.rights.answers import Part
from community.reasons import with_words
from community.writing.history import services as history
from community.writing.mentions.services import forget_mentions
from community.writing.uploads.services import release

from ..models import POST, Act, Category, Poll, Post, Quote, Topic
from ..models.participants import title_for
from ..signals import post_changed
from .publication import changing, locked_topics
from .quoting import names_to_forget, without_names
from .withdrawing import withdraw_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User

# What is left of the title of a topic that is gone; only moderators see it.
NO_TITLE = "—"


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield the member's topics and posts; of others' only the title of the topic one wrote in."""
    topics = Topic.objects.filter(author=user).order_by("pk")
    told = ("id", "title", "language", "created_at", "edited_at", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    yield Part("forum_topics", with_words(topics.values(*told, category_name=F("category__name")).iterator()))
    posts = Post.objects.filter(author=user).written().order_by("pk")
    told = ("id", "number", "body", "created_at", "edited_at", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    yield Part("forum_posts", with_words(posts.values(*told, topic_title=title_for(user.pk)).iterator()))
    moderated = Category.objects.filter(moderators=user).order_by("pk")
    yield Part("moderated_categories", moderated.values("name"))


def erase_contributions(*, user: User, keep: bool, limit: int) -> int:
    """Empty at most `limit` posts that the member deleted, or with `keep` off all of theirs; return how many.

    A post leaves its mark, as when one deletes it; a topic in which nobody else wrote goes, one with replies of others
    keeps its title, under which they make sense. At last the name goes from quotes in replies. They moderate nothing.
    """
    posts = Post.objects.filter(author=user).exclude(body="").order_by("topic_id", "number")
    if keep:
        posts = posts.exclude(deleted_at=None)
    Category.moderators.through.objects.filter(user=user.pk).delete()
    batch = list(posts[:limit])
    locked_topics(post.topic_id for post in batch)  # all of one step before any category, as everywhere
    for topic_id, of_topic in groupby(batch, key=lambda post: post.topic_id):
        _empty(user, topic_id, [post.pk for post in of_topic])
    forget_mentions(kind=POST, keys=[post.pk for post in batch])
    release(kind=POST, keys=[post.pk for post in batch])
    history.forget(kind=POST, keys=[post.pk for post in batch])
    _forget_labels(Post, [post.pk for post in batch])
    gone = len(batch) or _untitle(user, limit) or _forget_former_titles(user, limit)
    return gone or _forget_in_quotes(user, keep, limit)


def _empty(user: User, topic_id: int, keys: list[int]) -> None:
    now = timezone.now()
    with changing(topic_id) as topic:
        for post in topic.posts.filter(pk__in=keys):
            post.body, post.body_shown, post.html = "", None, ""
            if post.deleted_at is None:
                post.deleted_at, post.deleted_by = now, user
            post.update_is_live()
            post.save()
            post.quotes.all().delete()
            if post.is_first:  # the poll is part of it, and can be voted in no more
                Poll.objects.filter(topic=topic).delete()
            post_changed.send(sender=Post, post=post)
        if topic.deleted_at is None and not topic.posts.written().filter(deleted_at=None).exists():
            topic.deleted_at, topic.deleted_by = now, user


def _untitle(user: User, limit: int) -> int:
    """Take the titles from topics of theirs that are gone."""
    gone: QuerySet[Any] = Topic.objects.filter(author=user).exclude(deleted_at=None).exclude(title=NO_TITLE)
    topics = list(gone.order_by("pk")[:limit])
    for topic in topics:
        with changing(topic.pk, counts_replies=False) as locked:
            locked.title = NO_TITLE
            _forget_titles(locked)
    history.forget(kind=TOPIC, keys=[topic.pk for topic in topics])
    _forget_labels(Topic, [topic.pk for topic in topics])
    return len(topics)


def _forget_former_titles(user: User, limit: int) -> int:
    """Take what moderators renamed from topics of theirs that stay: of what one wrote only the last words do."""
    said = Post.objects.filter(act=Act.RENAMED, topic__author=user).exclude(act_data__before=NO_TITLE)
    keys = list(said.order_by("topic_id").values_list("topic_id", flat=True).distinct()[:limit])
    for key in keys:
        with changing(key, counts_replies=False) as locked:
            _forget_titles(locked)
    return len(keys)


def _forget_titles(topic: Topic) -> None:
    """Take what a topic was called from the posts and the lines of the log that say so."""
    for act in topic.posts.filter(act=Act.RENAMED):
        act.act_data = {**(act.act_data or {}), "before": NO_TITLE, "after": NO_TITLE}
        act.save(update_fields=["act_data"])
    for line in _log_lines(Topic, [topic.pk]).filter(action__in=["forums.rename", "forums.undo"]):
        gone = {name: {"title": NO_TITLE} for name in ("before", "after")}
        forget_words(line, data={**(line.data or {}), **gone})


def _forget_in_quotes(user: User, keep: bool, limit: int) -> int:
    """Take the name, and with `keep` off the words, from at most `limit` posts that quote the member."""
    quotes = Quote.objects.filter(quoted__author=user).order_by("post__topic_id", "post_id")
    batch = list(quotes.values_list("post__topic_id", "post_id").distinct()[:limit])
    for topic_id, of_topic in groupby(batch, key=lambda row: row[0]):
        with changing(topic_id, counts_replies=False) as topic:
            for post in topic.posts.filter(pk__in=[pk for _topic_id, pk in of_topic]):
                gone = dict.fromkeys(names_to_forget(post, topic, user.pk), keep)
                forget_them = partial(without_names, gone=gone, language=topic.language, in_parts=True)
                post.write(forget_them(post.body))
                history.rewrite(kind=POST, key=post.pk, change=forget_them)
                post.save(update_fields=["body", "body_shown", "html", "html_version"])
                post.quotes.filter(quoted__author=user).delete()
                withdraw_in(post)
                post_changed.send(sender=Post, post=post)
                forget_labels(_log_lines(Post, [post.pk]), label=str(post)[:120])
    return len(batch)


def _forget_labels(model: type[Post] | type[Topic], keys: Iterable[int]) -> None:
    """Take the first words out of the log, whose lines stay."""
    forget_labels(_log_lines(model, keys), label=NO_TITLE)


def _log_lines(model: type[Post] | type[Topic], keys: Iterable[int]) -> QuerySet[Any]:
    lines = ModelLogEntry.objects.filter(content_type__model=model._meta.model_name, content_type__app_label="forums")
    return lines.filter(object_id__in=[str(key) for key in keys])
