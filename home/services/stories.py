"""Lists of stories for a viewer: of the whole country, of a region and all below it, by sector, format and year."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Count, Exists, JSONField, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, Length
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.models import PageRegion, Region, Sector, StoryAuthor, StoryPage
from home.permissions import HasTokens, pages_visible_to

from .renditions import prefetch_pictures

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import PageQuerySet

CHOICES_SECONDS = 60


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


def for_cards(found: PageQuerySet) -> list[StoryPage]:
    """Return the stories with all that their cards show, in two queries however many there are.

    Each gets `card_author` (`pk`, `name`), `card_sector` (`name`, `name_en`) and `card_place`, a name, or None.
    """
    author = StoryAuthor.objects.filter(page=OuterRef("pk")).order_by("sort_order")
    sector = StoryPage.sectors.through.objects.filter(storypage=OuterRef("pk")).order_by("sector__order")
    place = PageRegion.objects.filter(page=OuterRef("pk")).order_by(Length("region__code").desc(), "order")
    shown = list(
        found.select_related("cover").annotate(
            card_author=_first(author, pk="user_id", name="name", user_name="user__name", erased="user__erased_at"),
            card_sector=_first(sector, name="sector__name", name_en="sector__name_en"),
            card_place=Subquery(place.values("region__name")[:1]),
        )
    )
    for story in shown:
        if story.card_author and not story.card_author["name"]:
            erased = story.card_author["erased"]
            story.card_author["name"] = _("Former member") if erased else story.card_author["user_name"] or ""
    prefetch_pictures(story.cover for story in shown)
    return shown


def _first(rows: QuerySet[Any], **fields: str) -> Subquery:
    """Return some fields of the first of the rows, as a dict."""
    return Subquery(rows.values(fields=JSONObject(**fields))[:1], output_field=JSONField())


def regions_of(page: StoryPage) -> list[Region]:
    """Return the regions a story tells of, the one it stands under first."""
    return [row.region for row in PageRegion.objects.filter(page=page.pk).select_related("region").order_by("order")]


def sectors_of(region: Region, viewer: HasTokens) -> dict[int, int]:
    """How many stories of a region and everything below it tell of each sector, by the sector's key."""
    through = StoryPage.sectors.through.objects.filter(storypage__in=stories(viewer, region=region).order_by())
    return dict(through.values_list("sector").annotate(Count("storypage")).values_list("sector", "storypage__count"))


@dataclass(frozen=True)
class FilterChoices:
    """What the index of stories can be narrowed by, as pairs of value and label."""

    regions: list[tuple[str, str]]
    sectors: list[tuple[str, str]]
    years: list[tuple[int, int]]


def filter_choices(viewer: HasTokens) -> FilterChoices:
    """Return the regions and years of the stories that a viewer may see, and all sectors; at most a minute old."""
    key = f"home.filters:{get_language()}:{digest(viewer)}"
    found: FilterChoices | None = cache.get(key)
    if found is None:
        visible = stories(viewer).order_by()
        years = [day.year for day in visible.dates("date", "year", order="DESC")]
        found = FilterChoices(
            regions=[(region.code, region.full_name) for region in _regions_with(visible)],
            sectors=[(sector.slug, sector.local_name) for sector in Sector.objects.all()],
            years=[(year, year) for year in years],
        )
        cache.set(key, found, CHOICES_SECONDS)
    return found


def digest(viewer: HasTokens) -> str:
    """Return a short name for what a viewer may see, for keys of the cache."""
    return blake2s(" ".join(sorted(viewer.tokens)).encode(), digest_size=8).hexdigest()


def _regions_with(visible: PageQuerySet) -> QuerySet[Region]:
    """Provinces, regencies and cities that these stories tell of, by code."""
    told = PageRegion.objects.filter(page__in=visible.values("pk"))
    codes = set(told.values_list("region__code", flat=True).distinct())
    wanted = {".".join(code.split(".")[:length]) for code in codes for length in (1, 2)}
    return Region.objects.with_pages().filter(code__in=wanted).order_by("code")
