"""What the forum tells writing of its texts: which there are, who sees them, and where drafts of them belong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from guard.keys import key_in

from community.members.following.kinds import TOPIC
from community.writing import kinds
from community.writing.cards.services import ask_for_cards
from community.writing.drafts.places import Place, place
from community.writing.kinds import Text, TextKind
from community.writing.uploads.addresses import has_pictures
from community.writing.uploads.services import update_all_stores, update_stores_of

from ..models import POST, Post, Topic
from ..permissions import keeps_order_in
from .withdrawing import shown_text
from .withheld import drafts_of_edits, drafts_of_replies, drafts_of_topics

if TYPE_CHECKING:
    from community.members.permissions import Viewer


def register() -> None:
    """Name the kinds of texts, and the places where one writes."""
    posts = TextKind(
        POST,
        visible_to=lambda viewer: Post.objects.visible_to(viewer).select_related("topic__category__parent"),
        authored_by=lambda user: Post.objects.filter(author=user).written(),
        looks_after=lambda viewer, post: keeps_order_in(viewer, post.topic),
        now=lambda post: Text("", post.shown_body),
        then=shown_text,
        further=_title_of_first,
        way=lambda post: _way_to(post.topic),
    )
    topics = TextKind(
        TOPIC,
        visible_to=lambda viewer: Topic.objects.visible_to(viewer).select_related("category__parent"),
        authored_by=lambda user: Topic.objects.filter(author=user),
        looks_after=keeps_order_in,
        now=lambda topic: Text(topic.title, ""),
        way=_way_to,
    )
    kinds.register(posts)
    kinds.register(topics)
    place("topic", _start, shown=drafts_of_topics)
    place("private", _start_privately, shown=drafts_of_topics)
    place("reply", _replies, shown=drafts_of_replies)
    place("edit", _edits, shown=drafts_of_edits)


def _title_of_first(post: Post) -> Iterable[tuple[str, Topic]]:
    """A topic's title belongs to its first post."""
    return [(TOPIC, post.topic)] if post.is_first else []


def _way_to(topic: Topic) -> list[tuple[str, str]]:
    """Lead from the first page of the forum to a topic, as its own page does."""
    way = [("Forum", reverse("forums:index"))]
    if topic.is_private:
        way.append((_("Private messages"), reverse("forums:private")))
    else:
        rooms = [room for room in (topic.category.parent, topic.category) if room]
        way += [(room.local_name, room.get_absolute_url()) for room in rooms]
    return [*way, (topic.title, topic.get_absolute_url())]


def _start(_viewer: Viewer, keys: list[str]) -> dict[str, Place]:
    return dict.fromkeys(keys, Place(_("A new topic"), reverse("forums:start")))


def _start_privately(_viewer: Viewer, keys: list[str]) -> dict[str, Place]:
    return dict.fromkeys(keys, Place(_("A private message"), reverse("forums:private_start")))


def _replies(viewer: Viewer, keys: list[str]) -> dict[str, Place]:
    topics = Topic.objects.visible_to(viewer).filter(pk__in=_numbers(keys)).only("title")
    words = _("Reply under “%(title)s”")
    return {
        str(topic.pk): Place(words % {"title": topic.title}, reverse("forums:reply", args=[topic.pk]))
        for topic in topics
    }


def _edits(viewer: Viewer, keys: list[str]) -> dict[str, Place]:
    posts = Post.objects.visible_to(viewer).filter(pk__in=_numbers(keys)).select_related("topic")
    words = _("Change of post #%(number)s under “%(title)s”")
    return {
        str(post.pk): Place(
            words % {"number": post.number, "title": post.topic.title}, reverse("forums:edit", args=[post.pk])
        )
        for post in posts
    }


def _numbers(keys: list[str]) -> list[int]:
    return [key_in(key) for key in keys]


def follow(post: Post) -> None:
    """Have cards made of the links in a post that is shown, and its pictures put where they belong.

    Not of those in a private conversation: a card is kept for all who name the link, and administrators look at them.
    """
    if has_pictures(post.body):
        update_stores_of(kind=POST, keys=[post.pk])
    if post.is_live and post.topic.is_live and not post.topic.is_private:
        ask_for_cards(post.html)


def follow_categories() -> None:
    """Look at the pictures of all posts anew, some at a time."""
    update_all_stores(kind=POST)
