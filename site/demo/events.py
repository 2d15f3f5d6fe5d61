"""The events of the demo."""

from __future__ import annotations

import json
import re
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from home.models import EventDate, EventIndexPage, EventPage, EventRegion

from .keys import NAMESPACE
from .loading import Row, read, text
from .things import Things
from .tree import Draft, add_pages

LEADING = re.compile(r"(gratis|free)(?=[;,]|$)|Rp[\d.]+(?=[;, ]|$)", re.IGNORECASE)
AMOUNT = re.compile(r"Rp(\d[\d.]*)")


def add_events(things: Things) -> list[Draft]:
    """Add the events that are missing."""
    content = read("events")
    late = weeks_late(content["written"], timezone.localdate())
    rows = [_on_time(row, content["written"], late) for row in content["event"]]
    return add_pages(EventPage, rows, EventIndexPage, _build, things)


def weeks_late(written: date, today: date) -> timedelta:
    """Return how long after it was written the content is told, in whole weeks: a Saturday stays a Saturday."""
    return timedelta(weeks=max(0, (today - written).days // 7))


def cost_of(said: str) -> tuple[int, str]:
    """Split what a row says of the cost: whole rupiah, and a note; free things cost 0."""
    first = LEADING.match(said)
    note = said[first.end() :].lstrip(";, ") if first else said
    amount = AMOUNT.search(first[0] if first else said)
    return int(amount[1].replace(".", "")) if amount else 0, note[:1].upper() + note[1:]


def _on_time(row: Row, written: date, late: timedelta) -> Row:
    """Keep an event coming that was still to come when the content was written; past ones stay where they were."""
    dates = row["occurrences"]
    if min(_day(each["start"]) for each in dates) <= written:
        return row
    return {**row, "occurrences": [{end: each[end] + late for end in ("start", "end")} for each in dates]}


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _build(row: Row, language: str, things: Things) -> EventPage:
    _cost, note = cost_of(text(row, "cost", language))
    page = EventPage(
        intro=text(row, "intro", language),
        kind=row["kind"],
        zone=row["zone"],
        is_example=row["example"],
        place=things.regions.get(row.get("place", "")),
        venue=text(row, "venue", language),
        latitude=row.get("latitude"),
        longitude=row.get("longitude"),
        online_url=row.get("online_url", ""),
        organiser=text(row, "organiser", language),
        language=text(row, "language", language),
        cost=cost_of(row["cost"])[0],
        cost_note=note,
        cover=things.image_of(row, "cover"),
        itinerary=_itinerary(row, language),
    )
    page.dates = [_date(row, order) for order in range(len(row["occurrences"]))]
    further = [region for region in things.regions_of(row) if region.code != row["parent"]]
    page.further_regions = [EventRegion(region=region, sort_order=order) for order, region in enumerate(further)]
    page.sectors = things.sectors_of(row)
    return page


def _date(row: Row, order: int) -> EventDate:
    start, end = row["occurrences"][order]["start"], row["occurrences"][order]["end"]
    planned = EventDate(
        key=uuid.uuid5(NAMESPACE, f"date:{row['slug']}:{order}"), whole_day=row["all_day"], sort_order=order
    )
    if isinstance(start, datetime):
        planned.start_day, planned.start_time = start.date(), start.time()
        planned.end_day, planned.end_time = end.date(), end.time()
    else:
        planned.start_day, planned.end_day = start, end
    return planned


def _itinerary(row: Row, language: str) -> str:
    days: list[dict[str, Any]] = []
    for day in row.get("itinerary", []):
        items = [
            {"time": item["time"].replace(".", ":"), "text": text(item, "text", language)} for item in day["items"]
        ]
        value = {"day": day["day"], "title": text(day, "title", language), "items": items}
        days.append({"type": "day", "value": value})
    return json.dumps(days)
