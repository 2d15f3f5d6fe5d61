"""What a region's page shows at a glance: how much there is of each thing, and the regions below it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count, ExpressionWrapper, F, FloatField
from django.utils.translation import get_language
from wagtail.models import Locale

from home.models import HomeRegion, Region
from home.services import events
from home.services.navigation import MARKED_KEY
from home.services.stories import digest, sectors_of, stories

if TYPE_CHECKING:
    from home.permissions import HasTokens

COUNTS_SECONDS = 60
PLACES_SECONDS = 300
CHIPS = 60


@dataclass(frozen=True)
class Counts:
    """How many stories and coming dates there are of a region and everything below it."""

    stories: int
    events: int
    stories_by_sector: dict[int, int]


@dataclass(frozen=True)
class Below:
    """The regions below a region: the next ones to name, and how many there are of each kind in all."""

    kind: str = ""
    children: list[Region] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many regions of the kind that is named there are."""
        return self.totals.get(self.kind, 0)


def counts(region: Region, viewer: HasTokens) -> Counts:
    """Return the numbers of a region for a viewer, at most a minute old."""
    key = f"home.counts:{region.pk}:{get_language()}:{digest(viewer)}"
    found: Counts | None = cache.get(key)
    if found is None:
        found = Counts(
            stories=stories(viewer, region=region).order_by().count(),
            events=events.coming(viewer, region=region).order_by().count(),
            stories_by_sector=sectors_of(region, viewer),
        )
        cache.set(key, found, COUNTS_SECONDS)
    return found


def below(region: Region) -> Below:
    """Return what lies in a region: all of the next level, unless they are too many, and the number of each kind."""
    key = f"home.below:{region.pk}"
    found: Below | None = cache.get(key)
    if found is None:
        found = _below(region)
        cache.set(key, found, PLACES_SECONDS)
    return found


def totals_below(region: Region) -> dict[str, int]:
    """How many regions of each kind lie in a region, in the order of the kinds."""
    inside = Region.objects.filter(code__startswith=f"{region.code}.").order_by()
    found = dict(inside.values_list("kind").annotate(Count("pk")))
    return {str(kind): found[kind] for kind in Region.Kind if kind in found}


def marked_regions() -> dict[str, list[Region]]:
    """Return the regions that the first home page names as active and as planned, in their order; a few minutes old."""
    found: dict[str, list[Region]] | None = cache.get(MARKED_KEY)
    if found is None:
        found = {str(state): [] for state in HomeRegion.State}
        rows = HomeRegion.objects.filter(page__live=True, page__locale=Locale.get_default())
        for row in rows.select_related("region").order_by("sort_order"):
            found[row.state].append(row.region)
        cache.set(MARKED_KEY, found, PLACES_SECONDS)
    return found


def neighbours(region: Region, limit: int = 3) -> list[Region]:
    """Return the regions of the same parent whose points lie nearest; none where points are not known."""
    if region.latitude is None or region.longitude is None or region.parent_id is None:
        return []
    key = f"home.neighbours:{region.pk}"
    found: list[Region] | None = cache.get(key)
    if found is None:
        beside = Region.objects.filter(parent=region.parent_id, latitude__isnull=False).exclude(pk=region.pk)
        beside = beside.exclude(kind=Region.Kind.ISLAND) if region.kind != Region.Kind.ISLAND else beside
        distance = (F("latitude") - region.latitude) ** 2 + (F("longitude") - region.longitude) ** 2
        found = list(beside.annotate(distance=ExpressionWrapper(distance, FloatField())).order_by("distance")[:limit])
        cache.set(key, found, PLACES_SECONDS)
    return found


def _below(region: Region) -> Below:
    totals = totals_below(region)
    if not totals:
        return Below()
    children = list(region.children.exclude(kind=Region.Kind.ISLAND)[:CHIPS])
    if not children:
        children = list(region.children.all()[:CHIPS])
    kind = children[0].kind if children else next(iter(totals))
    return Below(kind=kind, children=children, totals=totals)
