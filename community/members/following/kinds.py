"""What can be followed. An app says so once in `AppConfig.ready`, with how its things are found and what they bring."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from ..permissions import Viewer

REGION, SECTOR, MEMBER, ORGANISATION = "region", "sector", "member", "organisation"
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Kind:
    """One kind of things: their heading, what following one brings, and those that a viewer may see and follow.

    `listed_to` selects those that the list of what one follows names, by their `title`: some can't be followed anew.
    """

    name: str
    label: _StrPromise
    brings: _StrPromise
    visible_to: Callable[[Viewer], QuerySet[Any]]
    page: Callable[[Any], str]
    listed_to: Callable[[Viewer], QuerySet[Any]]
    title: Callable[[Any], str]


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
) -> None:
    """Let things of this kind be followed; `page` gives the address of one where it has no `get_absolute_url`."""
    page = page or (lambda thing: thing.get_absolute_url())
    KINDS[name] = Kind(name, label, brings, visible_to, page, listed_to or visible_to, title)


def listed(viewer: Viewer, kind: str, keys: Collection[int]) -> dict[int, Any]:
    """Find things by their keys, those that the list of what one follows names, in one query."""
    if kind not in KINDS or not keys:
        return {}
    return {thing.pk: thing for thing in KINDS[kind].listed_to(viewer).filter(pk__in=keys)}


def one(viewer: Viewer, kind: str, key: int) -> Any | None:
    """Find one thing that the viewer may see."""
    if kind not in KINDS or key > LARGEST_KEY:
        return None
    return KINDS[kind].visible_to(viewer).filter(pk=key).first()
