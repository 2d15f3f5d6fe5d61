"""What mentors wrote in the forum for others, and mended there, for the list that each person gets of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from community.members.assistance.done import Act, logged

from .models import Post, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User


class PostsForOthers:
    """Posts, the first ones as the topics that they began."""

    kind = "post"

    def rows(self, person: User) -> QuerySet[Any]:
        """Select the posts that somebody wrote for the person."""
        posts: QuerySet[Any] = Post.objects.filter(author=person, acted_by__isnull=False)
        return posts.annotate(at=F("created_at"))

    def acts(self, keys: Iterable[int]) -> Mapping[int, Act]:
        """Fetch posts with their topics; only what stands is linked."""
        posts = Post.objects.filter(pk__in=keys).select_related("topic", "acted_by")
        return {post.pk: Act(_said(post), post.created_at, post.acted_by, _words(post), _url(post)) for post in posts}


class CorrectionsForOthers:
    """What was mended afterwards, as the log has it: a topic, or the text of a post."""

    kind = "correction"

    def rows(self, person: User) -> QuerySet[Any]:
        """Select the corrections of what somebody wrote for the person."""
        return logged(person, ["correct_for"])

    def acts(self, keys: Iterable[int]) -> Mapping[int, Act]:
        """Fetch corrections with what was corrected; only what stands is linked."""
        entries = list(ModelLogEntry.objects.filter(pk__in=keys).select_related("user"))
        things = [entry.data["after"] for entry in entries]
        topics = Topic.objects.in_bulk([thing["topic"] for thing in things if "topic" in thing])
        posts = Post.objects.select_related("topic").in_bulk([thing["post"] for thing in things if "post" in thing])
        return {entry.pk: _correction(entry, topics, posts) for entry in entries}


def _correction(entry: ModelLogEntry, topics: Mapping[int, Topic], posts: Mapping[int, Post]) -> Act:
    """Name what was mended by its topic; what is gone for good has no name any more."""
    thing = entry.data["after"]
    post = posts.get(thing.get("post"))
    topic = post.topic if post else topics.get(thing.get("topic"))
    if topic is None:
        return Act(_("Text corrected"), entry.timestamp, entry.user)
    if post and not post.is_first:
        words, url = _("Reply under “%(title)s” corrected"), _url(post)
    else:
        words, url = _("Topic “%(title)s” corrected"), topic.get_absolute_url() if topic.is_live else ""
    return Act(words % {"title": topic.title}, entry.timestamp, entry.user, url=url)


def _said(post: Post) -> str:
    words = _("Topic “%(title)s” started") if post.is_first else _("Reply under “%(title)s”")
    return words % {"title": post.topic.title}


def _words(post: Post) -> str:
    """Give the first words as the mentor wrote them; once the person has changed them they are their own."""
    return post.excerpt if post.stands_as_mentors else ""


def _url(post: Post) -> str:
    return post.get_absolute_url() if post.is_live and post.topic.is_live else ""
