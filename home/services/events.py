"""Dates of events: derived from their pages, and listed for a viewer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language

from home.models import EventPage, Occurrence, PageRegion, Region
from home.permissions import HasTokens, pages_visible_to

if TYPE_CHECKING:
    from uuid import UUID

    from home.models.occurrences import OccurrenceQuerySet


def refresh_occurrences(page: EventPage) -> None:
    """Bring the occurrences of an event in line with its published dates.

    The dates of the original-language page count; while it isn't live, what was announced stays as it is. A date keeps
    its row when it is moved; a date that is gone stays, cancelled and unlisted, so that calendars take it out.
    """
    source = page.original
    with transaction.atomic():
        known = {
            row.recurrence_id: row
            for row in Occurrence.objects.select_for_update().filter(event=source.translation_key)
        }
        if not EventPage.objects.filter(pk=source.pk, live=True).exists():
            return
        number = max((row.number for row in known.values()), default=0)
        for event_date in EventPage.objects.get(pk=source.pk).dates.order_by("sort_order", "pk"):
            plan = event_date.plan()
            row = known.pop(plan.recurrence_id, None)
            if row is None:
                number += 1
                plan.number = number
                plan.save()
            elif changed := [fact for fact in Occurrence.FACTS if getattr(row, fact) != getattr(plan, fact)]:
                for fact in changed:
                    setattr(row, fact, getattr(plan, fact))
                _announce_change(row)
        _withdraw(known.values())


def withdraw_removed(page: EventPage) -> None:
    """Cancel every date of an event whose last page is about to be deleted."""
    if EventPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).exists():
        return
    with transaction.atomic():
        _withdraw(Occurrence.objects.select_for_update().filter(event=page.translation_key))


def visible_occurrences(viewer: HasTokens) -> OccurrenceQuerySet:
    """Occurrences of the events that a viewer may see, in whatever language they are told."""
    keys = pages_visible_to(viewer, EventPage).values("translation_key")
    return Occurrence.objects.filter(event__in=keys)


def coming(viewer: HasTokens, *, region: Region | None = None) -> OccurrenceQuerySet:
    """Dates that are not over, the next one first; of a region and everything below it, if given."""
    return in_region(visible_occurrences(viewer).listed().coming(), region)


def past(viewer: HasTokens, *, region: Region | None = None) -> OccurrenceQuerySet:
    """Dates that are over, the latest first; of a region and everything below it, if given."""
    return in_region(visible_occurrences(viewer).listed().past(), region)


def in_region(occurrences: OccurrenceQuerySet, region: Region | None) -> OccurrenceQuerySet:
    """Narrow to the events that concern a region or one below it."""
    if region is None:
        return occurrences
    below = Q(region__code=region.code) | Q(region__code__startswith=f"{region.code}.")
    concerned = PageRegion.objects.filter(below, page__translation_key=OuterRef("event"))
    return occurrences.filter(Exists(concerned))


def in_month(occurrences: OccurrenceQuerySet, first: date) -> OccurrenceQuerySet:
    """Narrow to the dates of which a part lies in the month that begins with this day."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    zone = timezone.get_default_timezone()
    return occurrences.overlapping(datetime.combine(first, time.min, zone), datetime.combine(after, time.min, zone))


def with_pages(occurrences: Iterable[Occurrence], viewer: HasTokens) -> list[Occurrence]:
    """Give each occurrence its `page` in the reader's language, else the original, and its `facts`, in one query.

    Occurrences whose event the viewer may not see are left out.
    """
    rows = list(occurrences)
    if not rows:
        return []
    pages: dict[UUID, list[EventPage]] = {}
    visible = pages_visible_to(viewer, EventPage).filter(translation_key__in={row.event for row in rows})
    for page in visible.select_related("locale", "place", "cover").order_by("pk"):
        pages.setdefault(page.translation_key, []).append(page)
    shown = []
    for row in rows:
        if told := pages.get(row.event):
            row.facts = told[0]
            row.page = next((page for page in told if page.locale.language_code == get_language()), told[0])
            shown.append(row)
    return shown


def occurrences_of(page: EventPage) -> list[Occurrence]:
    """All listed dates of one event in their order, for its own page."""
    return list(Occurrence.objects.listed().filter(event=page.translation_key).order_by("start", "pk"))


def planned_occurrences(page: EventPage) -> list[Occurrence]:
    """Dates as they would be if this draft were published, for the preview."""
    plans = [event_date.plan() for event_date in page.dates.all() if event_date.start_day]
    return sorted(plans, key=lambda plan: plan.start)


def months_of(occurrences: OccurrenceQuerySet) -> list[date]:
    """First days of the months in which these dates begin."""
    zone = timezone.get_default_timezone()
    return [moment.date() for moment in occurrences.datetimes("start", "month", tzinfo=zone)]


def regions_of(occurrences: OccurrenceQuerySet) -> list[Region]:
    """Provinces, regencies and cities that these dates concern, by code."""
    told = PageRegion.objects.filter(page__translation_key__in=occurrences.order_by().values("event"))
    codes = set(told.order_by().values_list("region__code", flat=True).distinct())
    wanted = {".".join(code.split(".")[:length]) for code in codes for length in (1, 2)}
    return list(Region.objects.with_pages().filter(code__in=wanted).order_by("code"))


def _withdraw(rows: Iterable[Occurrence]) -> None:
    for row in rows:
        if row.is_listed:
            row.state, row.is_listed = Occurrence.State.CANCELLED, False
            _announce_change(row)


def _announce_change(row: Occurrence) -> None:
    row.sequence += 1
    row.changed_at = timezone.now()
    row.save()
