"""What mentors wrote in the forum for others, for the list that each person gets of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from community.members.assistance.done import Act

from .models import Post

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


def _said(post: Post) -> str:
    words = _("Topic “%(title)s” started") if post.is_first else _("Reply under “%(title)s”")
    return words % {"title": post.topic.title}


def _words(post: Post) -> str:
    """Give the first words as the mentor wrote them; once the person has changed them they are their own."""
    return post.excerpt if post.stands_as_mentors else ""


def _url(post: Post) -> str:
    return post.get_absolute_url() if post.is_live and post.topic.is_live else ""
