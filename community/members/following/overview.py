"""What a member follows, in sections by kind; and what the profile proposes to follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from ..models import Profile
from ..permissions import Viewer
from .kinds import KINDS, REGION, SECTOR, Kind, listed
from .levels import MUTED, NAMES
from .models import Watch

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from ..models import User

SHOWN = 10  # of each kind, until one asks for all of one kind


@dataclass(frozen=True)
class Entry:
    """A thing that is followed, or proposed; without a name when it is gone, or no longer open to the member.

    `level` is named where one chooses among several; what is muted is not followed, but stands among what is.
    """

    kind: str
    key: int
    name: str = ""
    url: str = ""
    level: _StrPromise | str = ""
    is_muted: bool = False


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
    """Give the latest of each kind that a member follows, by a fixed number of queries for each kind."""
    total = Window(Count("pk"), partition_by=F("kind"))
    place = Window(RowNumber(), partition_by=F("kind"), order_by=F("pk").desc())
    rows: dict[str, list[tuple[int, int]]] = {}
    totals: dict[str, int] = {}
    shown = _kept(viewer).annotate(total=total, place=place).filter(place__lte=SHOWN).order_by("-pk")
    for name, key, level, count in shown.values_list("kind", "object_id", "level", "total"):
        rows.setdefault(name, []).append((key, level))
        totals[name] = count
    return [
        Section(kind, entries(viewer, name, rows[name]), totals[name]) for name, kind in KINDS.items() if name in rows
    ]


def brings_news(sections: Iterable[Section]) -> bool:
    """Tell whether something of this was chosen for its news: topics are followed for what is said in them."""
    return any(not section.kind.levels.by_itself for section in sections)


def keys_of(viewer: Viewer, kind: str) -> QuerySet[Watch, tuple[int, int]]:
    """Select the keys and levels of all things of one kind that a member follows, the latest first."""
    return _kept(viewer).filter(kind=kind).order_by("-pk").values_list("object_id", "level")


def entries(viewer: Viewer, kind: str, rows: Iterable[tuple[int, int]]) -> list[Entry]:
    """Name things, their pages, and how closely they are followed."""
    rows = list(rows)
    things = listed(viewer, kind, [key for key, _level in rows])
    return [_entry(kind, key, things.get(key), level) for key, level in rows]


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


def _kept(viewer: Viewer) -> QuerySet[Watch]:
    """Select what a member follows or has muted; what is at the level of everything else says nothing."""
    return Watch.objects.filter(user=viewer.user_id).exclude(level=Watch.Level.NORMAL)


def _entry(kind: str, key: int, thing: Any | None, level: int | None = None) -> Entry:
    named = NAMES[level] if level is not None and KINDS[kind].levels.meaning else ""
    if thing is None:
        return Entry(kind, key, level=named, is_muted=level == MUTED)
    return Entry(kind, key, KINDS[kind].title(thing), KINDS[kind].page(thing), named, is_muted=level == MUTED)
