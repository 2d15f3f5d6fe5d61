"""What lists and pages of the forum show, each with its whole need of data stated once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from community.contribution import STANDS_AS_MENTORS
from community.members.models import User
from community.members.roles import holders

from ..models import Post, Topic
from ..permissions import can_change_post, keeps_order_in, wrote_for_author

if TYPE_CHECKING:
    from community.members.organisations.models import Organisation
    from community.members.permissions import Viewer
    from home.models import Region

    from ..models import Category
    from ..models.topics import TopicQuerySet

PARTICIPANTS_SHOWN = 8


def topics(
    viewer: Viewer,
    *,
    category: Category | None = None,
    region: Region | None = None,
    author: User | None = None,
    organisation: Organisation | None = None,
) -> TopicQuerySet:
    """Topics of the lists, newest activity first; held, hidden and deleted ones are listed for nobody."""
    found = Topic.objects.visible_to(viewer).live()
    if category:
        found = found.filter(category=category)
    if region:
        found = found.within(region)
    if author:
        return found.filter(author=author).order_by("-created_at")
    if organisation:
        return found.filter(organisation=organisation).order_by("-created_at")
    return found.order_by("-last_post_at", "-id")


def folded(topics: Iterable[Any], viewer: Viewer) -> list[Any]:
    """Fetch the rows of a list; a topic by somebody whom the viewer has blocked is folded."""
    rows = list(topics)
    for topic in rows:
        topic.is_folded = topic.author_id in viewer.blocked_ids
    return rows


def posts_on_page(topic: Topic, page: int, viewer: Viewer) -> list[Post]:
    """Fetch the posts of a page; each knows whether this viewer reads it (else it is a mark) and may change it.

    What is by somebody whom they have blocked is folded.
    """
    people = ("author__profile__handle", "acted_by", "organisation__handle")
    found = topic.posts.on_page(page).select_related(*people).annotate(is_by_mentor=holders.held_by("author"))
    posts = list(found.order_by("number"))
    keeps_order = keeps_order_in(viewer, topic)
    for post in posts:
        post.topic = topic
        own = viewer.user_id == post.author_id
        post.is_folded = post.author_id in viewer.blocked_ids
        post.is_readable = post.is_live or keeps_order or (own and not (post.deleted_at or post.hidden_at))
        is_changeable = (own or wrote_for_author(viewer, post)) and bool(can_change_post(viewer.user, post))
        post.is_editable, post.is_deletable = is_changeable, own and is_changeable
    return posts


def participants(topic: Topic) -> list[User]:
    """Pick some of those whose posts stand in the topic and the mentors who wrote them, who joined first in front."""
    posts = topic.posts.live()
    mentors = posts.filter(STANDS_AS_MENTORS, acted_by__isnull=False)
    people = posts.order_by().values("author_id").union(mentors.order_by().values("acted_by_id"))
    return list(User.objects.filter(pk__in=people).order_by("pk")[:PARTICIPANTS_SHOWN])
