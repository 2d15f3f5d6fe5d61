"""What holds for a thing that lies in others: the levels that were chosen for categories, tags and regions together.

A level of the thing itself counts before all. Else what is muted stays muted, and of the rest the closest counts; of
several regions one within the other the smallest, and of a category and the one that it lies in its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery, Value
from django.utils.translation import pgettext_lazy

from home.models import Region
from home.models.regions import within_any

from ..blocking.models import Block
from .kinds import CATEGORY, KINDS, REGION, TAG
from .models import Watch

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from ..permissions import Viewer

MUTED, NORMAL, TRACKING, WATCHING = Watch.Level
NAMES: dict[int, _StrPromise] = {
    WATCHING: pgettext_lazy("level", "Watching"),
    TRACKING: pgettext_lazy("level", "Tracking"),
    NORMAL: pgettext_lazy("level", "Normal"),
    MUTED: pgettext_lazy("level", "Muted"),
}
Wanted = Callable[[int], bool]
BLOCKED = "blocked"  # the kind of the rows that tell whom one has blocked
OWN_KINDS = {CATEGORY, TAG, REGION, BLOCKED}
# What else apps above want to know of a member wherever their levels are read, added in `AppConfig.ready`: moments, as
# rows like those of levels, each with a kind of its own.
READ_ALONG: list[Callable[[int], Iterable[QuerySet[Any, Any]]]] = []


@dataclass(frozen=True)
class Chosen:
    """The levels that a member chose for what things lie in: categories and tags by key, regions by code."""

    categories: Mapping[int, int] = field(default_factory=dict)
    tags: Mapping[int, int] = field(default_factory=dict)
    regions: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.categories or self.tags or self.regions)


def chosen_by(
    user_id: int, *, kind: str, key: int, tags: QuerySet[Any, Any] | None = None
) -> tuple[int | None, Chosen]:
    """Fetch a member's level of a thing itself, and those of categories, tags and regions, in one query.

    Where the keys of the thing's own `tags` are named, only those of them are fetched, and nobody needs to read them.
    """
    rows = list(_rows(user_id, Q(kind=kind, object_id=key), tags=tags))
    own = next((level for its, pk, level, *_rest in rows if (its, pk) == (kind, key)), None)
    return own, _read(rows)


def chosen_of(viewer: Viewer) -> Chosen:
    """Fetch those of a viewer, once a request, and with them whom they have blocked, which the same pages ask for."""
    if not viewer.user_id:
        return Chosen()
    known: Chosen | None = vars(viewer).get("_chosen_levels")
    if known is None:
        blocks = Block.objects.filter(user=viewer.user_id).order_by()
        asked = blocks.values_list(Value(BLOCKED), "blocked", Value(0), Value(""), "created_at")
        along = [rows for source in READ_ALONG for rows in source(viewer.user_id)]
        rows = list(_rows(viewer.user_id).union(asked, *along, all=True))
        viewer.take_blocked(key for kind, key, *_rest in rows if kind == BLOCKED)
        known = _read(rows)
        vars(viewer)["_chosen_levels"] = known
        vars(viewer)["_read_along"] = {kind: at for kind, *_level, at in rows if kind not in OWN_KINDS}
    return known


def read_along(viewer: Viewer) -> Mapping[str, datetime]:
    """Give the moments that were read with a viewer's levels, by their kinds."""
    chosen_of(viewer)
    found: Mapping[str, datetime] = vars(viewer).get("_read_along", {})
    return found


def level_for(chosen: Chosen, kind: str, thing: Any) -> int | None:
    """Give the level that was chosen for a category, a tag or a region itself."""
    if kind == REGION:
        return chosen.regions.get(thing.code)
    return {CATEGORY: chosen.categories, TAG: chosen.tags}[kind].get(thing.pk)


def combined(levels: Iterable[int]) -> int | None:
    """Say what several levels come to: muted where one of them is, else the closest; None without any."""
    found = list(levels)
    if not found:
        return None
    return MUTED if MUTED in found else max(found)


def inherited(chosen: Chosen, *, categories: Iterable[int], tags: Iterable[int], codes: Iterable[str]) -> int | None:
    """Say what holds in a category, under tags and in regions; None where nothing was chosen for any of them.

    The category comes with the one that it lies in, as `of_category` takes them.
    """
    found = [level] if (level := of_category(chosen, categories)) is not None else []
    found += [chosen.tags[tag] for tag in tags if tag in chosen.tags]
    found += [level for code in codes if (level := of_region(chosen, code)) is not None]
    return combined(found)


def of_category(chosen: Chosen, categories: Iterable[int]) -> int | None:
    """Find the level of a category: its own, else that of the closest one around it, in whose order they come."""
    return next((chosen.categories[key] for key in categories if key in chosen.categories), None)


def of_region(chosen: Chosen, code: str) -> int | None:
    """Find the level of a region: its own, else that of the smallest one around it."""
    around = [known for known in chosen.regions if known == code or _lies_in(code, known)]
    return chosen.regions[max(around, key=len)] if around else None


def level_in_force(viewer: Viewer, kind: str, thing: Any) -> int | None:
    """Give the level that holds for a category, a tag or a region: the viewer's own, else that of what it lies in."""
    own = level_for(chosen_of(viewer), kind, thing)
    return KINDS[kind].levels.in_force(viewer, thing) if own is None else own


def region_is(chosen: Chosen, wanted: Wanted) -> Q | None:
    """Select rows that lead to a `region` for which a level is in force that is wanted; None where there is none."""
    selected: Q | None = None
    for code, level in chosen.regions.items():
        if not wanted(level):
            continue
        part = within_any([code], "region__")
        if others := [below for below, its in chosen.regions.items() if _lies_in(below, code) and not wanted(its)]:
            part &= ~within_any(others, "region__")
        selected = part if selected is None else selected | part
    return selected


def _rows(user_id: int, besides: Q | None = None, *, tags: QuerySet[Any, Any] | None = None) -> QuerySet[Watch, Any]:
    code = Region.objects.filter(pk=OuterRef("object_id")).order_by().values("code")[:1]
    of_tags = Q(kind=TAG) if tags is None else Q(kind=TAG, object_id__in=tags)
    wanted = Q(kind__in=(CATEGORY, REGION)) | of_tags
    watches = Watch.objects.filter(wanted | besides if besides else wanted, user=user_id).order_by()
    return watches.values_list("kind", "object_id", "level", Subquery(code), "created_at")


def _read(rows: Iterable[tuple[str, int, int, str, datetime]]) -> Chosen:
    rows = list(rows)
    return Chosen(
        {key: level for kind, key, level, *_rest in rows if kind == CATEGORY},
        {key: level for kind, key, level, *_rest in rows if kind == TAG},
        {code: level for kind, _key, level, code, _at in rows if kind == REGION and code},
    )


def _lies_in(code: str, other: str) -> bool:
    return code.startswith(f"{other}.")
