"""Lists of stories for a viewer: of the whole country, of a region and all below it, by sector, format and year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.utils.translation import get_language
from wagtail.models import Page, PageQuerySet

from home.models import EventPage, PageRegion, Region, Sector, StoryAuthor, StoryPage
from home.permissions import HasTokens, pages_visible_to

from .renditions import prefetch_pictures

if TYPE_CHECKING:
    from django.db.models import QuerySet


def stories(viewer: HasTokens, *, region: Region | None = None) -> PageQuerySet:
    """Stories in the reader's language, newest first; of a region and everything below it, if given."""
    found = pages_visible_to(viewer, StoryPage).filter(locale__language_code=get_language())
    return in_region(found, region).order_by("-date", "-pk")


def in_region(pages: PageQuerySet, region: Region | None) -> PageQuerySet:
    """Narrow to the pages that tell of a region or one below it."""
    if region is None:
        return pages
    below = Q(region__code=region.code) | Q(region__code__startswith=f"{region.code}.")
    return pages.filter(Exists(PageRegion.objects.filter(below, page=OuterRef("pk"))))


def further_stories(page: StoryPage, viewer: HasTokens, limit: int = 3) -> list[StoryPage]:
    """Other stories of the same regions, or else of the same sectors, the newest first."""
    regions = PageRegion.objects.filter(page=page.pk).values("region")
    same_region = Exists(PageRegion.objects.filter(page=OuterRef("pk"), region__in=regions))
    sector_ids = [sector.pk for sector in page.sectors.all()]
    same_sector = Exists(StoryPage.sectors.through.objects.filter(storypage=OuterRef("pk"), sector__in=sector_ids))
    others = stories(viewer).exclude(pk=page.pk).exclude(translation_key=page.translation_key)
    return for_cards(others.filter(same_region | same_sector)[:limit])


def for_cards(pages: Iterable[StoryPage]) -> list[StoryPage]:
    """The stories with all that their cards show, in five queries however many there are."""
    found = list(pages)
    prefetch_related_objects(
        found,
        "cover",
        "sectors",
        Prefetch("authors", queryset=StoryAuthor.objects.select_related("user").order_by("sort_order")),
        Prefetch("page_regions", queryset=PageRegion.objects.select_related("region").order_by("order")),
    )
    prefetch_pictures(story.cover for story in found)
    return found


def years_of(pages: PageQuerySet) -> list[int]:
    """Years in which there are stories, newest first."""
    return [day.year for day in pages.order_by().dates("date", "year", order="DESC")]


def sectors_of(region: Region, viewer: HasTokens) -> dict[int, int]:
    """How many stories of a region and everything below it tell of each sector, by the sector's key."""
    through = StoryPage.sectors.through.objects.filter(storypage__in=stories(viewer, region=region).order_by())
    return dict(through.values_list("sector").annotate(Count("storypage")).values_list("sector", "storypage__count"))


def regions_with_stories(viewer: HasTokens) -> QuerySet[Region]:
    """Provinces, regencies and cities that stories tell of, by code."""
    told = PageRegion.objects.filter(page__in=stories(viewer).order_by().values("pk"))
    codes = set(told.values_list("region__code", flat=True).distinct())
    wanted = {".".join(code.split(".")[:length]) for code in codes for length in (1, 2)}
    return Region.objects.with_pages().filter(code__in=wanted).order_by("code")


def sectors() -> QuerySet[Sector]:
    """All sectors in their order."""
    return Sector.objects.all()


def count_of(model: type[StoryPage | EventPage], region: Region, viewer: HasTokens) -> int:
    """How many stories or events there are of a region and everything below it."""
    pages: PageQuerySet[Page] = pages_visible_to(viewer, model).filter(locale__language_code=get_language())
    return in_region(pages, region).count()
