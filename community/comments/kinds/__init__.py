"""Under what one discusses. An app says so once in `AppConfig.ready`, with how its things are found and who may.

A discussion is named by its key: of a page the translation key, one for all its languages; of anything else its kind
and the key of its row (`organisation-12`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, QuerySet

from home.permissions import TO_SOME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from community.members.permissions import Viewer


@dataclass(frozen=True)
class Place:
    """The thing under which a discussion stands, as a viewer finds it."""

    kind: str
    key: str
    title: str
    url: str
    thing: Any
    is_draft: bool = False  # a page that is not published


Keys = list[QuerySet[Any, Any]]
"""Selections of keys (`key`), as text."""


class Family(Protocol):
    """Kinds of things whose keys read alike; each question is asked of all of them at once."""

    @property
    def labels(self) -> dict[str, str | _StrPromise]:
        """What its kinds are called, by their names."""

    def place_under(self, thing: Any) -> Place | None:
        """Describe what is at hand already, without a query; None for what is none of its kinds."""

    def since(self, thing: Any) -> datetime | None:
        """Say from when on one of its things could be read."""

    def is_open(self, thing: Any, viewer: Viewer) -> bool:
        """Tell whether a thing at hand is open to the viewer, so that the addresses of its discussion are."""

    def reach(self, thing: Any) -> str:
        """Say who reads a thing that is in view, as `home.permissions.reach_of` does."""

    def all_at(self, key: str) -> list[Place]:
        """Describe what has a key, whoever may see it: of a page each of its languages, the reader's first."""

    def owns(self, key: str) -> bool:
        """Say whether a key is of its form."""

    def places(self, keys: Collection[str], viewer: Viewer) -> dict[str, Place]:
        """Find the things that keys lead to, as far as the viewer may see them, by a fixed number of queries."""

    def readers(self, key: str, viewers: Sequence[Viewer]) -> list[Viewer]:
        """Give those of some viewers who may see the thing."""

    def keys_seen_by(self, viewer: Viewer, kinds: Collection[str]) -> Keys:
        """Select the keys of all things of some of its kinds that the viewer may see."""

    def keys_kept_by(self, viewer: Viewer) -> Keys:
        """Select the keys of the things that tell of the regions which the viewer moderates."""

    def codes(self, key: str) -> list[str]:
        """Give the codes of the regions that a thing tells of, whoever may see it."""


FAMILIES: list[Family] = []


def all_kinds() -> dict[str, str | _StrPromise]:
    """Name all kinds of things under which one discusses, with what they are called."""
    return {name: label for family in FAMILIES for name, label in family.labels.items()}


def place_under(thing: Any) -> Place | None:
    """Describe a thing that is at hand as what is discussed, without a query; None for what isn't."""
    return next((place for family in FAMILIES if (place := family.place_under(thing))), None)


def since_of(place: Place) -> datetime | None:
    """Say from when on a thing could be read."""
    family = _family_of(place.key)
    return family.since(place.thing) if family else None


def is_open_to(viewer: Viewer, place: Place) -> bool:
    """Tell whether what is at hand is open to the viewer; if not, its discussion is nowhere to be read."""
    family = _family_of(place.key)
    return family is not None and family.is_open(place.thing, viewer)


def reach_of(place: Place) -> str:
    """Say who reads what a discussion stands under: everybody, every member, or only some."""
    family = _family_of(place.key)
    return family.reach(place.thing) if family else TO_SOME


def all_at(key: str) -> list[Place]:
    """Describe what has a key, whoever may see it: what isn't published is asked of who edits it."""
    family = _family_of(key)
    return family.all_at(key) if family else []


def place_of(key: str, viewer: Viewer) -> Place | None:
    """Find what a discussion stands under, if the viewer may see it, in the language of the request if there is one."""
    return places_of([key], viewer).get(key)


def places_of(keys: Iterable[str], viewer: Viewer) -> dict[str, Place]:
    """Find the same for several discussions at once, by their keys."""
    of_family: dict[int, list[str]] = {}
    for key in keys:
        if (family := _family_of(key)) is not None:
            of_family.setdefault(FAMILIES.index(family), []).append(key)
    found: dict[str, Place] = {}
    for number, its in of_family.items():
        found |= FAMILIES[number].places(its, viewer)
    return found


def codes_at(key: str) -> list[str]:
    """Give the codes of the regions that the thing above a discussion tells of."""
    family = _family_of(key)
    return family.codes(key) if family else []


def readers_among(key: str, viewers: Sequence[Viewer]) -> list[Viewer]:
    """Give those viewers who may see what a discussion stands under, asked of all of them at once."""
    family = _family_of(key)
    return family.readers(key, viewers) if family else []


def seen_by(viewer: Viewer, kinds: Collection[str]) -> Q:
    """Select rows with a `key` that leads to something of these kinds which the viewer may see."""
    found = Q(pk__in=[])
    for family in FAMILIES:
        if its := [kind for kind in kinds if kind in family.labels]:
            for keys in family.keys_seen_by(viewer, its):
                found |= Q(key__in=keys)
    return found


def where_moderated(viewer: Viewer) -> Q:
    """Select comments under what tells of the viewer's regions; asked once for the whole list, not for each comment."""
    found = Q(pk__in=[])
    for family in FAMILIES:
        for keys in family.keys_kept_by(viewer):
            found |= Q(discussion__key__in=keys)
    return found


def keeps_order_at(viewer: Viewer, key: str) -> bool:
    """Tell whether the viewer keeps order in a discussion: everywhere, or under what tells of their regions."""
    if viewer.is_moderator:
        return True
    if not viewer.moderated_codes:
        return False
    known: dict[str, bool] = vars(viewer).setdefault("_kept_discussions", {})
    if key not in known:
        family = _family_of(key)
        kept = family.keys_kept_by(viewer) if family else []
        known[key] = any(keys.filter(key=key).exists() for keys in kept)
    return known[key]


def _family_of(key: str) -> Family | None:
    return next((family for family in FAMILIES if family.owns(key)), None)
