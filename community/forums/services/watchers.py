"""Who follows a topic, for whoever tells them of something in it: members by pages, with the level of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from community.members.following.kinds import CATEGORY, REGION, TAG, TOPIC
from community.members.following.levels import NORMAL, TRACKING, Chosen, inherited
from community.members.following.models import Watch
from home.models import Region

if TYPE_CHECKING:
    from ..models import Topic

PAGE_SIZE = 1_000

# What lies around a topic: kind and key, and for a region its code.
Thing = tuple[str, int, str]


def watchers_of(
    topic: Topic, *, after: int = 0, least: int = TRACKING, size: int = PAGE_SIZE
) -> tuple[list[tuple[int, int]], int | None]:
    """Give a page of the members who follow a topic at least so closely: their keys with the level, by their keys.

    They begin after the key `after`; the second answer is where the next page begins, None on the last. Each thing
    around the topic is read from its own index, so the hundredth page costs what the first does. Whether a member
    may see the topic is for the caller to ask.
    """
    codes = [region.code for region in topic.regions.all()]
    things = _things(topic, codes)
    chosen: dict[int, dict[Thing, int]] = defaultdict(dict)
    bound: int | None = None
    for thing in things:
        watches = Watch.objects.filter(kind=thing[0], object_id=thing[1], user__gt=after).order_by("user_id")
        rows = list(watches.values_list("user_id", "level")[:size])
        for user_id, level in rows:
            chosen[user_id][thing] = level
        if len(rows) == size:  # of this thing there are more, who may follow others of them, too
            bound = rows[-1][0] if bound is None else min(bound, rows[-1][0])
    keys = sorted(key for key in chosen if bound is None or key <= bound)
    page = [(key, _in_force(topic, codes, chosen[key])) for key in keys]
    return [(key, level) for key, level in page if level >= least], bound


def levels_among(topic: Topic, members: Collection[int]) -> dict[int, int]:
    """Say how closely each of some members follows a topic, who chose so for it or for something around it."""
    codes = [region.code for region in topic.regions.all()]
    things = {(kind, key): (kind, key, code) for kind, key, code in _things(topic, codes)}
    around = Q()
    for kind, key in things:
        around |= Q(kind=kind, object_id=key)
    chosen: dict[int, dict[Thing, int]] = defaultdict(dict)
    rows = Watch.objects.filter(around, user__in=members).order_by()
    for user_id, kind, key, level in rows.values_list("user_id", "kind", "object_id", "level"):
        chosen[user_id][things[kind, key]] = level
    return {user_id: _in_force(topic, codes, levels) for user_id, levels in chosen.items()}


def _things(topic: Topic, codes: list[str]) -> list[Thing]:
    around = {code for own in codes for code in _with_ancestors(own)}
    return [
        (TOPIC, topic.pk, ""),
        *((CATEGORY, key, "") for key in topic.category.lineage),
        *((TAG, tag.pk, "") for tag in topic.tags.all()),
        *((REGION, key, code) for key, code in Region.objects.filter(code__in=around).values_list("pk", "code")),
    ]


def _with_ancestors(code: str) -> Iterator[str]:
    parts = code.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _in_force(topic: Topic, codes: list[str], levels: dict[Thing, int]) -> int:
    own = levels.get((TOPIC, topic.pk, ""))
    if own is not None:
        return own
    chosen = Chosen(
        {key: level for (kind, key, _code), level in levels.items() if kind == CATEGORY},
        {key: level for (kind, key, _code), level in levels.items() if kind == TAG},
        {code: level for (kind, _key, code), level in levels.items() if kind == REGION},
    )
    level = inherited(chosen, categories=topic.category.lineage, tags=chosen.tags, codes=codes)
    return NORMAL if level is None else level
