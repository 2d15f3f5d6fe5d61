"""What can be followed. An app says so once in `AppConfig.ready`, with how its things are found and what they bring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guard.keys import LARGEST

from .models import Watch

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from ..permissions import Viewer

REGION, SECTOR, MEMBER, ORGANISATION = "region", "sector", "member", "organisation"
TOPIC, CATEGORY, TAG = "topic", "category", "tag"


@dataclass(frozen=True)
class Levels:
    """How closely things of a kind can be followed.

    `meaning` says of each level in plain words what it does, `usual` is the one that following without choosing gives.
    `in_force` tells the level that holds where a viewer chose none for the thing itself, `around` what it lies in and
    has that from. Where the site begins to follow `by_itself`, such rows don't count to what a member may follow,
    and "normal" is kept, so that it isn't begun again.
    """

    meaning: Mapping[int, _StrPromise]
    usual: int = Watch.Level.WATCHING
    by_itself: bool = False
    in_force: Callable[[Viewer, Any], int | None] = lambda viewer, thing: None
    around: Callable[[Any], Iterable[tuple[str, Any]]] = lambda thing: ()


@dataclass(frozen=True)
class Kind:
    """One kind of things: their heading, what following one brings, and those that a viewer may see and follow.

    `listed_to` selects those that the list of what one follows names, by their `title`: some can't be followed anew.
    `prepare` fetches what naming some of them needs, for all at once.
    """

    name: str
    label: _StrPromise
    brings: _StrPromise
    visible_to: Callable[[Viewer], QuerySet[Any]]
    page: Callable[[Any], str]
    listed_to: Callable[[Viewer], QuerySet[Any]]
    title: Callable[[Any], str]
    prepare: Callable[[Viewer, Sequence[Any]], None]
    levels: Levels = field(default_factory=lambda: Levels({}))


KINDS: dict[str, Kind] = {}


def followable(
    name: str,
    *,
    label: _StrPromise,
    brings: _StrPromise,
    visible_to: Callable[[Viewer], QuerySet[Any]],
    page: Callable[[Any], str] | None = None,
    listed_to: Callable[[Viewer], QuerySet[Any]] | None = None,
    title: Callable[[Any], str] = str,
    prepare: Callable[[Viewer, Sequence[Any]], None] = lambda viewer, things: None,
    levels: Levels | None = None,
) -> None:
    """Let things of this kind be followed; `page` gives the address of one where it has no `get_absolute_url`."""
    page = page or (lambda thing: thing.get_absolute_url())
    KINDS[name] = Kind(
        *(name, label, brings, visible_to, page, listed_to or visible_to, title, prepare), levels=levels or Levels({})
    )


def listed(viewer: Viewer, kind: str, keys: Collection[int]) -> dict[int, Any]:
    """Find things by their keys, those that the list of what one follows names, in a fixed number of queries."""
    if kind not in KINDS or not keys:
        return {}
    things = list(KINDS[kind].listed_to(viewer).filter(pk__in=keys))
    KINDS[kind].prepare(viewer, things)
    return {thing.pk: thing for thing in things}


def one(viewer: Viewer, kind: str, key: int) -> Any | None:
    """Find one thing that the viewer may see."""
    if kind not in KINDS or key > LARGEST:
        return None
    things = list(KINDS[kind].visible_to(viewer).filter(pk=key)[:1])
    KINDS[kind].prepare(viewer, things)
    return things[0] if things else None
