"""What a member follows, in sections by kind; and what the profile proposes to follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..models import Profile
from ..permissions import Viewer
from .kinds import KINDS, REGION, SECTOR, Kind, listed
from .models import Watch

if TYPE_CHECKING:
    from ..models import User

SHOWN = 10  # of each kind, until one asks for all of one kind


@dataclass(frozen=True)
class Entry:
    """A thing that is followed, or proposed; without a name when it is gone, or no longer open to the member."""

    kind: str
    key: int
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class Section:
    """The things of one kind that a member follows: some of them, and how many there are."""

    kind: Kind
    entries: list[Entry]
    total: int

    @property
    def has_more(self) -> bool:
        """Whether not all are shown."""
        return self.total > len(self.entries)


def sections(viewer: Viewer) -> list[Section]:
    """Give the latest of each kind that a member follows, in one query and one more for each kind."""
    keys = _keys(viewer)
    return [
        Section(kind, entries(viewer, name, keys[name][:SHOWN]), len(keys[name]))
        for name, kind in KINDS.items()
        if name in keys
    ]


def keys_of(viewer: Viewer, kind: str) -> list[int]:
    """Give the keys of all things of one kind that a member follows, the latest first."""
    return _keys(viewer).get(kind, [])


def entries(viewer: Viewer, kind: str, keys: list[int]) -> list[Entry]:
    """Name things and their pages."""
    things = listed(viewer, kind, keys)
    return [_entry(kind, key, things.get(key)) for key in keys]


def proposals(viewer: Viewer) -> list[Entry]:
    """Propose the regions and sectors of one's own profile."""
    whole = Profile.objects.select_related("region").prefetch_related("further_regions", "sectors")
    profile = whole.filter(user=viewer.user_id).first()
    if profile is None:
        return []
    regions = dict.fromkeys([*filter(None, [profile.region]), *profile.further_regions.all()])
    return [
        *(_entry(REGION, region.pk, region) for region in regions),
        *(_entry(SECTOR, sector.pk, sector) for sector in profile.sectors.all()),
    ]


def told(user: User) -> Iterator[dict[str, Any]]:
    """Tell a member's follows as their own data, with names where the things are still there."""
    watches = list(Watch.objects.filter(user=user).order_by("pk"))
    viewer = Viewer(user)
    things = {kind: listed(viewer, kind, [each.object_id for each in watches if each.kind == kind]) for kind in KINDS}
    for each in watches:
        thing = things.get(each.kind, {}).get(each.object_id)
        level = Watch.Level(each.level).name.lower()
        yield {
            "kind": each.kind,
            "key": each.object_id,
            "name": str(thing or ""),
            "level": level,
            "since": each.created_at,
        }


def _keys(viewer: Viewer) -> dict[str, list[int]]:
    watches = Watch.objects.filter(user=viewer.user_id, level=Watch.Level.WATCHING).order_by("-pk")
    keys: dict[str, list[int]] = {}
    for kind, key in watches.values_list("kind", "object_id"):
        keys.setdefault(kind, []).append(key)
    return keys


def _entry(kind: str, key: int, thing: Any | None) -> Entry:
    if thing is None:
        return Entry(kind, key)
    return Entry(kind, key, KINDS[kind].title(thing), KINDS[kind].page(thing))
