"""What is discussed and is no page: its key is its kind and the key of its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from guard.keys import key_in

from home.permissions import TO_EVERYBODY

from . import FAMILIES, Keys, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from django.db.models import Model
    from django.utils.functional import _StrPromise

    from community.members.permissions import Viewer


@dataclass(frozen=True)
class ThingKind:
    """One kind: those that a viewer may see, those that they keep order under, and since when one could be read.

    A thing is called by its `str`, and has an address.
    """

    name: str
    label: str | _StrPromise
    model: type[Model]
    visible_to: Callable[[Viewer], QuerySet[Any]]
    kept_by: Callable[[Viewer], QuerySet[Any]]
    since: Callable[[Any], datetime | None]
    is_public: Callable[[Any], bool]  # whether one is in view, without a query
    region: str = "region"  # the field with the region that a thing belongs to


class Things:
    """All of these kinds."""

    def __init__(self) -> None:
        self.kinds: dict[str, ThingKind] = {}

    @property
    def labels(self) -> dict[str, str | _StrPromise]:
        """What they are called."""
        return {kind.name: kind.label for kind in self.kinds.values()}

    def add(self, kind: ThingKind) -> None:
        """Let things of a kind be discussed."""
        self.kinds[kind.name] = kind

    def place_under(self, thing: Any) -> Place | None:
        """Describe a thing that is at hand."""
        kind = next((kind for kind in self.kinds.values() if isinstance(thing, kind.model)), None)
        return (
            Place(kind.name, f"{kind.name}-{thing.pk}", str(thing), thing.get_absolute_url(), thing) if kind else None
        )

    def since(self, thing: Any) -> datetime | None:
        """Ask its kind."""
        return next(kind.since(thing) for kind in self.kinds.values() if isinstance(thing, kind.model))

    def is_open(self, thing: Any, viewer: Viewer) -> bool:
        """Ask its kind: what is not in view is not discussed, by nobody."""
        return next(kind.is_public(thing) for kind in self.kinds.values() if isinstance(thing, kind.model))

    def reach(self, thing: Any) -> str:
        """Say that everybody reads what is in view."""
        return TO_EVERYBODY

    def all_at(self, key: str) -> list[Place]:
        """Find the one thing."""
        kind, pk = self._read(key) or (None, 0)
        things = kind.model._default_manager.filter(pk=pk) if kind else ()
        return [place for thing in things if (place := self.place_under(thing))]

    def owns(self, key: str) -> bool:
        """Say whether a key names one of the kinds, and a number."""
        return self._read(key) is not None

    def places(self, keys: Collection[str], viewer: Viewer) -> dict[str, Place]:
        """Find the things, by one query for each kind of them."""
        wanted: dict[str, list[int]] = {}
        for kind, pk in filter(None, map(self._read, keys)):
            wanted.setdefault(kind.name, []).append(pk)
        things = [
            thing for name, pks in wanted.items() for thing in self.kinds[name].visible_to(viewer).filter(pk__in=pks)
        ]
        return {place.key: place for thing in things if (place := self.place_under(thing))}

    def readers(self, key: str, viewers: Sequence[Viewer]) -> list[Viewer]:
        """Ask for each viewer: what all may see was asked as a visitor before."""
        kind, pk = self._read(key) or (None, 0)
        return [viewer for viewer in viewers if kind and kind.visible_to(viewer).filter(pk=pk).exists()]

    def keys_seen_by(self, viewer: Viewer, kinds: Collection[str]) -> Keys:
        """Select the keys of things."""
        return [_keys(name, self.kinds[name].visible_to(viewer)) for name in kinds]

    def keys_kept_by(self, viewer: Viewer) -> Keys:
        """Select the keys of things that are the viewer's to look after."""
        return [_keys(kind.name, kind.kept_by(viewer)) for kind in self.kinds.values()]

    def codes(self, key: str) -> list[str]:
        """Give the code of the thing's region."""
        kind, pk = self._read(key) or (None, 0)
        if kind is None:
            return []
        found = kind.model._default_manager.filter(pk=pk).exclude(**{kind.region: None})
        return list(found.values_list(f"{kind.region}__code", flat=True))

    def _read(self, key: str) -> tuple[ThingKind, int] | None:
        name, _hyphen, number = key.rpartition("-")
        kind, pk = self.kinds.get(name), key_in(number)
        return (kind, pk) if kind and pk and key == f"{name}-{pk}" else None


THINGS = Things()
FAMILIES.append(THINGS)


def _keys(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    key = Concat(Value(f"{name}-"), Cast("pk", CharField()), output_field=CharField())
    return rows.order_by().annotate(key=key).values("key")
