"""Regions, stories, events and plain pages as entries."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from home.models import EventPage, PageRegion, Region, RegionPage, StandardPage, StoryPage
from home.permissions import audience_of

from . import EVERYONE, Description, beside, listed, paragraphs, with_ancestors


def text_of(page: Page) -> str:
    """All words of the streams of a page."""
    return "\n".join(
        str(text)
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
        for text in getattr(page, field.name).stream_block.get_searchable_content(getattr(page, field.name))
    )


class PageSource:
    """What all kinds of pages have in common: an entry for each language, folded by their translation key."""

    kind: str
    label: Any
    icon: str
    model: type[Page]
    has_own_languages = True

    @property
    def models(self) -> tuple[type[Page]]:
        """The model of the pages."""
        return (self.model,)

    def things(self) -> QuerySet[Any]:
        """All pages of the kind, whatever their state."""
        return self.model.objects.select_related("locale").order_by("pk")

    def keys(self, thing: Any) -> list[str]:
        """One entry for each page."""
        return [str(thing.pk)]

    def describe(self, thing: Any) -> list[Description]:
        """Describe a page that is live and no alias."""
        path = thing.live and not thing.alias_of_id and thing.get_url_parts()
        audience = audience_of(thing) if path else []
        if not path or not audience:
            return []
        description = Description(
            object_id=str(thing.pk),
            language=thing.locale.language_code,
            title=thing.title,
            summary=thing.intro,
            path=path[2],
            group=f"page:{thing.translation_key}",
            audience=audience,
            date=thing.first_published_at,
        )
        with translation.override(description.language):
            self.complete(description, thing)
        return [description]

    def complete(self, description: Description, page: Any) -> None:
        """Add what this kind has besides."""
        description.body = text_of(page)


class PlacedPageSource(PageSource):
    """Stories and events: they have regions, sectors and a cover."""

    def things(self) -> QuerySet[Any]:
        """All pages of the kind with their regions."""
        regions = PageRegion.objects.select_related("region").order_by("order")
        return super().things().prefetch_related(Prefetch("page_regions", queryset=regions))

    def complete(self, description: Description, page: Any) -> None:
        """Add place, sectors, also by name, and cover."""
        super().complete(description, page)
        regions = [row.region for row in page.page_regions.all()]
        if regions:
            first = regions[0]
            description.place, description.latitude, description.longitude = str(first), first.latitude, first.longitude
        description.regions = with_ancestors(region.code for region in regions)
        sectors = list(page.sectors.all())
        description.sectors = [sector.slug for sector in sectors]
        description.body = paragraphs(description.body, beside(sector.local_name for sector in sectors))
        description.cover_id = page.cover_id


class StorySource(PlacedPageSource):
    """Stories."""

    kind, label, icon, model = "story", _("Story"), "book-open", StoryPage

    def complete(self, description: Description, page: StoryPage) -> None:
        """Add who tells it, the day, and the tags, also by name."""
        super().complete(description, page)
        named = page.authors.select_related("user")
        authors = [author for author in named if author.name or not author.user or not author.user.erased_at]
        description.author = ", ".join(map(str, authors))[:120]
        description.authors = [f"user:{author.user_id}" for author in authors if author.user_id]
        description.date = timezone.make_aware(datetime.combine(page.date, time.min))
        tags = list(page.tags.all())
        description.tags = [tag.slug for tag in tags]
        description.body = paragraphs(description.body, beside(tag.local_name for tag in tags))


class EventSource(PlacedPageSource):
    """Events."""

    kind, label, icon, model = "event", _("Event"), "calendar", EventPage

    def complete(self, description: Description, page: EventPage) -> None:
        """Add when it begins and ends, in words too, and where people meet."""
        super().complete(description, page)
        facts = page.original
        dates = list(facts.dates.all())
        spans = [row.span(facts.zone) for row in dates]
        description.date = min((begin for begin, end in spans), default=None)
        description.ends_at = max((end for begin, end in spans), default=None)
        description.body = paragraphs(description.body, beside(date_format(row.start_day, "j F Y") for row in dates))
        description.author = facts.organiser[:120]
        if facts.venue:
            description.place = ", ".join(filter(None, [facts.venue, description.place]))[:160]


class StandardPageSource(PageSource):
    """Plain pages."""

    kind, label, icon, model = "page", _("Page"), "document-text", StandardPage


class RegionSource:
    """Regions of the gazetteer; where a page tells of one, its words too, in each language that it has."""

    kind, label, icon, models = "region", _("Region"), "region", (Region, RegionPage)
    has_own_languages = False

    def things(self) -> QuerySet[Region]:
        """All regions with those above them and their pages."""
        pages = RegionPage.objects.filter(live=True, alias_of=None).select_related("locale")
        return (
            Region.objects.select_related("parent__parent__parent")
            .prefetch_related(Prefetch("pages", queryset=pages, to_attr="told"), "children")
            .order_by("pk")
        )

    def keys(self, thing: Region) -> list[str]:
        """One entry, and one for the page in English."""
        return [str(thing.pk), f"{thing.pk}:en"]

    def describe(self, thing: Region) -> list[Description]:
        """Describe a region by its names, in Indonesian always, in English where a page tells of it.

        It lists the names of the regions directly below it, as its page does: who looks for one also sees where it is.
        """
        told: list[RegionPage] = thing.told  # type: ignore[attr-defined]  # prefetched by `things`
        pages = {page.locale.language_code: page for page in told if audience_of(page) == [EVERYONE]}
        return [self._describe(thing, "id", pages.get("id"))] + [
            self._describe(thing, "en", page) for language, page in pages.items() if language == "en"
        ]

    def _describe(self, region: Region, language: str, page: RegionPage | None) -> Description:
        names = _names_of(region)
        codes = [region.code, *region.former_codes]
        above, parent = [], region.parent
        while parent:
            above.append(str(parent))
            parent = parent.parent
        with translation.override("id"):
            path = reverse("region", args=[region.code])
        with translation.override(language):
            words = [page.introduction, text_of(page), *_potentials_of(page)] if page else []
        below = [name for child in region.children.all() for name in _names_of(child)]
        return Description(
            object_id=str(region.pk) if language == "id" else f"{region.pk}:{language}",
            language=language,
            title=str(region),
            summary=page.introduction if page else "",
            body=paragraphs(listed([*names, *codes]), *words, listed(below)),
            place=", ".join(above)[:160],
            path=path,
            group=f"region:{region.pk}",
            latitude=region.latitude,
            longitude=region.longitude,
            cover_id=page.cover_id if page else None,
            regions=with_ancestors([region.code]),
            names=[*names, *codes],
        )


def _names_of(region: Region) -> list[str]:
    return [region.name, *region.alternative_names, *region.former_names]


def _potentials_of(page: RegionPage) -> list[str]:
    return [f"{fact.sector.local_name}: {fact.text}" for fact in page.potentials.select_related("sector")]
