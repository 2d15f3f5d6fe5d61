"""Who hears of a post because of what they watch, read in the order of members' keys.

How closely somebody follows a topic the forum says, by the levels of the topic and of what it lies in. Sectors, members
and organisations are followed beside those levels, for the topics that begin there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from community.forums.services.watchers import watchers_of
from community.members.following.kinds import MEMBER, ORGANISATION, SECTOR, TOPIC
from community.members.following.levels import WATCHING
from community.members.following.models import Watch
from community.members.following.own_kinds import findable_members
from community.members.organisations.models import Organisation

from ..things import Page

if TYPE_CHECKING:
    from community.forums.models import Post, Topic

    from ..kinds import ActivityKind


def watchers(kind: ActivityKind, post: Post, *, beyond: int, most: int) -> Page:
    """Give some of those who watch something of a post, from the key after `beyond`: of each thing at most so many."""
    pages = [_followers(kind, post.topic, beyond, most)] if kind.followed else []
    if kind.tells_watchers:
        pages.append(_watchers(post.topic, beyond, most))
    bound = min((further for _keys, further in pages if further is not None), default=None)
    found = {key for keys, _further in pages for key in keys if bound is None or key <= bound}
    return sorted(found), bound


def _watchers(topic: Topic, beyond: int, most: int) -> Page:
    """Give those who watch a topic; one that is unlisted by itself alone."""
    if not topic.is_listed:
        return page_of_watchers(Q(kind=TOPIC, object_id=topic.pk), beyond, most)
    members, further = watchers_of(topic, after=beyond, least=WATCHING, size=most)
    return [key for key, _level in members], further


def _followers(kind: ActivityKind, topic: Topic, beyond: int, most: int) -> Page:
    """Give those who follow what else a topic is about; an unlisted one is told to none of them."""
    followed = Q()
    for name in kind.followed if topic.is_listed else ():
        followed |= Q(kind=name, object_id__in=list(_KEYS[name](topic)))
    return page_of_watchers(followed, beyond, most) if followed else ([], None)


def page_of_watchers(watched: Q, beyond: int, most: int) -> Page:
    """Give those who watch one of these things themselves."""
    rows = Watch.objects.filter(watched, level=WATCHING, user_id__gt=beyond)
    keys = list(rows.order_by("user_id").values_list("user_id", flat=True).distinct()[:most])
    return keys, keys[-1] if len(keys) == most else None


def _authors(topic: Topic) -> Iterable[int]:
    """Name the author, while they let themselves be found: else they are followed by nobody."""
    return findable_members().filter(pk=topic.author_id).values_list("pk", flat=True)


def _organisations(topic: Topic) -> Iterable[int]:
    if not topic.organisation_id:
        return []
    return Organisation.objects.public().filter(pk=topic.organisation_id).values_list("pk", flat=True)


_KEYS: dict[str, Callable[[Topic], Iterable[int]]] = {
    SECTOR: lambda topic: topic.sectors.order_by().values_list("pk", flat=True),
    MEMBER: _authors,
    ORGANISATION: _organisations,
}
