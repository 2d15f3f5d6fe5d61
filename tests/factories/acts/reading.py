"""Reading in the forum, tried as each kind of person: what is remembered, followed and kept."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from community.forums.models import Post, Topic
from community.forums.services import bookmarks, progress, unread, visits
from community.members.following.kinds import TOPIC
from community.members.following.levels import MUTED
from community.members.following.services import choose_level
from community.members.roles.acts import Person

from .world import World


def _follow_in_closed_category(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(category=world.closed_category)
    return choose_level(user=world.someone(person), kind=TOPIC, key=world.topic.pk, level=MUTED)


def _note_reading(world: World, person: Person) -> Any:
    return progress.note_reading(viewer=world.viewer(person), topic_id=world.topic.pk, number=1, seconds=5)


def _catch_up(world: World, person: Person) -> Any:
    visits.dismiss_new(user=world.someone(person), until=timezone.now())
    return unread.mark_all_read(user=world.someone(person), until=timezone.now()) + 1


def _keep_hidden(world: World, person: Person) -> Any:
    Post.objects.filter(pk=world.post.pk).update(is_live=False, hidden_at=timezone.now())
    return bookmarks.bookmark_post(user=world.someone(person), post=world.post)


def _forget(world: World, person: Person) -> Any:
    bookmarks.bookmark_post(user=world.owner, post=world.post)
    return bookmarks.remove_bookmark(user=world.someone(person), post_id=world.post.pk)


ATTEMPTS = {
    "follow_topic": lambda w, p: choose_level(user=w.someone(p), kind=TOPIC, key=w.topic.pk, level=MUTED),
    "follow_in_closed_category": _follow_in_closed_category,
    "note_reading": _note_reading,
    "catch_up": _catch_up,
    "bookmark_post": lambda w, p: bookmarks.bookmark_post(user=w.someone(p), post=w.post),
    "bookmark_hidden_post": _keep_hidden,
    "remove_bookmark": _forget,
}
