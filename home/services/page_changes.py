"""Keeps right what is derived from pages, and announces each change once it is."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page

from home.models import EventPage, PageRegion, Region, RegionPage, StoryPage
from home.services.events import refresh_occurrences, withdraw_removed
from home.services.tags import follow_synonyms
from home.signals import page_changed, page_removed


def refresh(page_id: int, *, with_descendants: bool = False) -> None:
    """Derive a page's rows anew from what the database says now, and announce `page_changed`.

    Wagtail's signals tell little of what happened (a scheduled page is announced as published, a move names only its
    first page), so nothing is taken from them but which page to look at.
    """
    with transaction.atomic():
        page = Page.objects.filter(pk=page_id).first()
        if page is None:
            return
        if not with_descendants:
            _refresh_one(page.specific)
            return
        for each in Page.objects.descendant_of(page, inclusive=True).order_by("path").specific().iterator():
            _refresh_one(each)


def announce_removal(page: Page) -> None:
    """Tell that a page is about to be deleted; an event that has no page left doesn't take place."""
    specific = page.specific
    if type(specific) is Page:  # Wagtail deletes the row of the model first, then that of the page once more
        return
    if isinstance(specific, EventPage):
        withdraw_removed(specific)
    page_removed.send(sender=type(specific), page=specific)


def regions_of(page: Page) -> list[Region]:
    """Return the regions a story or event tells of: the one it stands under, its place, its further ones."""
    parent = page.get_parent().specific
    place = [parent.region] if isinstance(parent, RegionPage) else []
    further = [row.region for row in page.further_regions.select_related("region").order_by("sort_order")]
    venue = [page.place] if isinstance(page, EventPage) and page.place else []
    return list(dict.fromkeys(place + venue + further))


def _refresh_one(page: Page) -> None:
    if isinstance(page, StoryPage | EventPage):
        _store_regions(page)
    if isinstance(page, StoryPage):
        follow_synonyms(page)
    if isinstance(page, EventPage):
        refresh_occurrences(page)
    page_changed.send(sender=type(page), page=page)
    if isinstance(page, RegionPage):
        _refresh_children_elsewhere(page)


def _store_regions(page: Page) -> None:
    wanted = [region.pk for region in regions_of(page)]
    stored = list(PageRegion.objects.filter(page=page).order_by("order").values_list("region_id", flat=True))
    if wanted != stored:
        PageRegion.objects.filter(page=page).delete()
        PageRegion.objects.bulk_create(
            PageRegion(page_id=page.pk, region_id=region, order=order) for order, region in enumerate(wanted)
        )


def _refresh_children_elsewhere(page: RegionPage) -> None:
    """When a page was given another region, what stands right under it tells of that one from now on."""
    told = PageRegion.objects.filter(order=0, region=page.region).values("page")
    for child in page.get_children().type(StoryPage, EventPage).exclude(pk__in=told).specific():
        _refresh_one(child)
