"""Events with their dates, below the index or a region."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import Locale, Page

from home.models import EventDate, EventIndexPage, EventPage, EventRegion, Sector
from home.services.site_tree import make_site_tree

INTRO = "Belajar bersama di balai ohoi."


def make_event(
    title: str = "Belajar mengikat bibit",
    *,
    parent: Page | None = None,
    dates: list[dict[str, Any]] | None = None,
    regions: tuple[Any, ...] = (),
    sectors: list[Sector] | None = None,
    live: bool = True,
    **facts: Any,
) -> EventPage:
    """An event a week ahead in the balai of an ohoi; `dates` are the fields of its `EventDate`s."""
    facts.setdefault("venue", "Balai ohoi")
    facts.setdefault("intro", INTRO)
    event = EventPage(title=title, slug=facts.pop("slug", f"acara-{EventPage.objects.count()}"), **facts)
    event.locale = parent.locale if parent else Locale.get_default()
    for fields in dates or [{"start_day": in_days(7), "start_time": time(9), "end_time": time(13)}]:
        event.dates.add(EventDate(**fields))
    for region in regions:
        event.further_regions.add(EventRegion(region=region))
    if sectors:
        event.sectors.set(sectors)
    event.live = False
    (parent or event_index()).add_child(instance=event)
    revision = event.save_revision()
    if live:
        revision.publish()
    return EventPage.objects.get(pk=event.pk)


def event_index(language: str = "id") -> EventIndexPage:
    if not EventIndexPage.objects.exists():
        make_site_tree()
    return EventIndexPage.objects.get(locale__language_code=language)


def in_days(days: int, zone: str = "Asia/Jayapura") -> date:
    return (timezone.now().astimezone(ZoneInfo(zone)) + timedelta(days=days)).date()


def publish(event: EventPage) -> EventPage:
    """Publishes what was changed on the page object, as the admin does."""
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def wit(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Jayapura"))
