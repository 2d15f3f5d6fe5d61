"""Lists of dates for templates: the next events, the index with its filters, the dates of one event."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django import template
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404
from django.utils.translation import pgettext

from home.models import EventPage, Occurrence, Region
from home.services import events

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template.context import RequestContext

register = template.Library()

PER_PAGE = 12


@dataclass
class Listing:
    """The index of events as a reader asked for it: which dates, and what else could be asked for."""

    is_past: bool
    month: date | None = None
    region: Region | None = None
    months: list[date] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    page: Page[Occurrence] | None = None

    @property
    def by_month(self) -> list[dict[str, Any]]:
        """The dates of this page of the list, by the month they begin in."""
        months: dict[date, list[Occurrence]] = {}
        for occurrence in self.page.object_list if self.page else ():
            months.setdefault(occurrence.first_day.replace(day=1), []).append(occurrence)
        return [{"month": month, "occurrences": dates} for month, dates in months.items()]

    @property
    def is_filtered(self) -> bool:
        """Whether the reader narrowed the list."""
        return bool(self.month or self.region)


@register.simple_tag(takes_context=True)
def coming_events(context: RequestContext, region: Region | None = None, limit: int = 3) -> list[Occurrence]:
    """List the next dates that the viewer may see, of a region and everything below it, if given."""
    viewer = context["request"].viewer
    return events.with_pages(events.coming(viewer, region=region)[:limit], viewer)


@register.simple_tag(takes_context=True)
def event_listing(context: RequestContext) -> Listing:
    """Find the page of the index that the query string asks for; values that name nothing are answered 404."""
    request = context["request"]
    listing = Listing(is_past=_is_past(request), month=_month(request))
    dates = (events.past if listing.is_past else events.coming)(request.viewer)
    listing.months, listing.regions = events.months_of(dates), events.regions_of(dates)
    listing.region = _region(request, listing.regions)
    if listing.is_past:
        listing.months.reverse()
    dates = events.in_region(dates, listing.region)
    if listing.month:
        dates = events.in_month(dates, listing.month)
    listing.page = _page(dates, request)
    listing.page.object_list = events.with_pages(listing.page.object_list, request.viewer)
    return listing


@register.simple_tag(takes_context=True)
def event_dates(context: RequestContext, page: EventPage) -> list[Occurrence]:
    """List all dates of an event; in the preview those that the draft would have."""
    if getattr(context["request"], "is_preview", False) and page.original == page:
        return events.planned_occurrences(page)
    return events.occurrences_of(page)


@register.simple_tag
def event_facts(page: EventPage) -> EventPage:
    """Find the page that holds the facts of an event: the original of a translation."""
    return page.original


@register.filter
def next_date(dates: list[Occurrence]) -> Occurrence | None:
    """Pick the date that a reader can still attend, else the last one."""
    standing = [each for each in dates if not each.is_past and not each.is_cancelled]
    return next(iter(standing), dates[-1] if dates else None)


@register.filter
def unlocalized(number: float) -> str:
    """Write a coordinate for machines."""
    return f"{number:.5f}"


@register.filter
def degrees(number: float, axis: str) -> str:
    """Write a coordinate for people, in degrees and minutes: `5°39' LS`."""
    names = {
        "latitude": (pgettext("latitude", "N"), pgettext("latitude", "S")),
        "longitude": (pgettext("longitude", "E"), pgettext("longitude", "W")),
    }[axis]
    minutes = round(abs(number) * 60)
    return f"{minutes // 60}°{minutes % 60:02d}′ {names[number < 0]}"


@register.filter
def itinerary_day(dates: list[Occurrence], day: int) -> date | None:
    """Tell the calendar day of a day of the itinerary, where the event has one date only."""
    if len(dates) != 1:
        return None
    return date.fromordinal(dates[0].first_day.toordinal() + day - 1)


def _is_past(request: HttpRequest) -> bool:
    when = request.GET.get("when", "coming")
    if when not in {"coming", "past"}:
        raise Http404
    return when == "past"


def _month(request: HttpRequest) -> date | None:
    text = request.GET.get("month", "")
    if not text:
        return None
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
        raise Http404
    return date.fromisoformat(f"{text}-01")


def _region(request: HttpRequest, offered: list[Region]) -> Region | None:
    code = request.GET.get("region", "")
    if not code:
        return None
    found = next((region for region in offered if region.code == code), None)
    found = found or Region.objects.filter(code=code[:20]).first()
    if found is None:
        raise Http404
    return found


def _page(dates: Any, request: HttpRequest) -> Page[Occurrence]:
    try:
        number = int(request.GET.get("page", "1"))
        return Paginator(dates, PER_PAGE).page(number)
    except (ValueError, EmptyPage) as error:
        raise Http404 from error
