"""How closely members follow topics: by a level of the topic itself, else by those of category, tags and regions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from community.members.following.kinds import CATEGORY, REGION, TAG, TOPIC
from community.members.following.levels import (
    MUTED,
    NORMAL,
    TRACKING,
    WATCHING,
    Chosen,
    chosen_by,
    chosen_of,
    inherited,
    of_category,
    region_is,
)
from community.members.following.models import Watch
from community.members.following.services import follow_by_itself

from ..models import Category, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.permissions import Viewer

    from ..models.topics import TopicQuerySet


def around(topic: Topic) -> list[tuple[str, object]]:
    """Name what a topic lies in and whose level counts for it: kinds and things."""
    return [
        *((CATEGORY, category) for category in (topic.category, topic.category.parent) if category),
        *((TAG, tag) for tag in topic.tags.all()),
        *((REGION, region) for region in topic.regions.all()),
    ]


def in_force(viewer: Viewer, topic: Topic) -> int | None:
    """Give the level that holds for a topic without one of its own; None where nothing around it has one.

    Who takes part in a private conversation watches it, until they choose otherwise.
    """
    if topic.is_private:
        return WATCHING
    return _inherited(chosen_of(viewer), topic)


def of_topic(viewer: Viewer, topic: Topic, own: int | None) -> int:
    """Give the level that holds for a topic, with that of its own at hand."""
    if own is not None:
        return own
    level = in_force(viewer, topic)
    return NORMAL if level is None else level


def around_category(viewer: Viewer, category: Category) -> int | None:
    """Give the level that a category has from the one that it lies in."""
    return of_category(chosen_of(viewer), category.lineage[1:])


def tracked_categories(viewer: Viewer) -> QuerySet[Category, Any]:
    """Select the keys of the categories that a member tracks or watches, by themselves or for what they lie in."""
    return _categories(chosen_of(viewer), _is_tracked)


def muted(viewer: Viewer) -> Q:
    """Select topics that a member wants to hear nothing of; nothing for visitors."""
    if not viewer.user_id:
        return Q(pk__in=[])
    own = _own(viewer, "pk")
    lies_in_muted = _lies_in(chosen_of(viewer), _is_muted, topic="pk", category="category")
    found = Q(Exists(own.filter(level=MUTED)))
    return found if lies_in_muted is None else found | (lies_in_muted & ~Q(Exists(own)))


def tracked(viewer: Viewer, *, topic: str = "pk", category: str = "category") -> Q:
    """Select topics that a member tracks or watches; the arguments name the fields with the topic and its category."""
    own, chosen = _own(viewer, topic), chosen_of(viewer)
    found = Q(Exists(own.filter(level__gte=TRACKING)))
    lies_in = _lies_in(chosen, _is_tracked, topic=topic, category=category)
    if lies_in is None:
        return found
    if (muted := _lies_in(chosen, _is_muted, topic=topic, category=category)) is not None:
        lies_in &= ~muted
    return found | (lies_in & ~Q(Exists(own)))


def without_muted(topics: TopicQuerySet, viewer: Viewer) -> TopicQuerySet:
    """Leave out of a list what the viewer has muted."""
    return topics.exclude(muted(viewer)) if viewer.user_id else topics


def take_part(*, user_id: int, topic: Topic, level: int) -> None:
    """Follow a topic in which a member takes part, unless they chose a level for it, or follow it as closely anyway.

    That may be by its category, tags or regions; a level of the topic itself would go before those.
    """
    if topic.is_private:
        return
    worn = Topic.tags.through.objects.filter(topic=topic.pk).values("tag")
    own, chosen = chosen_by(user_id, kind=TOPIC, key=topic.pk, tags=worn)
    if own is not None:
        return
    if not chosen or (_inherited(chosen, topic, tags=chosen.tags) or NORMAL) < level:
        follow_by_itself(user_id=user_id, kind=TOPIC, key=topic.pk, level=level)


def _inherited(chosen: Chosen, topic: Topic, *, tags: Iterable[int] | None = None) -> int | None:
    """Say what holds for a topic; the keys of its `tags` aren't asked for where they are known."""
    if not chosen:
        return None
    if tags is None:
        tags = [tag.pk for tag in topic.tags.all()] if chosen.tags else []
    codes = [region.code for region in topic.regions.all()] if chosen.regions else []
    categories = topic.category.lineage if chosen.categories else ()
    return inherited(chosen, categories=categories, tags=tags, codes=codes)


def _own(viewer: Viewer, topic: str) -> QuerySet[Watch]:
    return Watch.objects.filter(user=viewer.user_id, kind=TOPIC, object_id=OuterRef(topic))


def _lies_in(chosen: Chosen, wanted: Callable[[int], bool], *, topic: str, category: str) -> Q | None:
    """Select topics in a category, under a tag or about a region whose level is wanted; None where there is none."""
    parts: list[Q] = []
    if any(map(wanted, chosen.categories.values())):
        parts.append(Q(**{f"{category}__in": _categories(chosen, wanted)}))
    if tags := [key for key, level in chosen.tags.items() if wanted(level)]:
        parts.append(Q(Exists(Topic.tags.through.objects.filter(tag__in=tags, topic=OuterRef(topic)))))
    if (regions := region_is(chosen, wanted)) is not None:
        parts.append(Q(Exists(Topic.regions.through.objects.filter(regions, topic=OuterRef(topic)))))
    found = Q()
    for part in parts:
        found |= part
    return found or None


def _categories(chosen: Chosen, wanted: Callable[[int], bool]) -> QuerySet[Category, Any]:
    """Select the keys of categories whose level is wanted: their own, else that of the one that they lie in."""
    keys = [key for key, level in chosen.categories.items() if wanted(level)]
    found = Q(pk__in=keys) | (Q(parent__in=keys) & ~Q(pk__in=list(chosen.categories)))
    return Category.objects.filter(found).order_by().values("pk")


def _is_muted(level: int) -> bool:
    return level == MUTED


def _is_tracked(level: int) -> bool:
    return level >= TRACKING
