"""Events as iCalendar (RFC 5545), for the calendars of phones and computers.

Every date is a VEVENT of its own. The first date of an event has the UID `<translation key>@<host>`, the second
`<translation key>-2@<host>` and so on: many calendars ignore RDATE, and RECURRENCE-ID needs a rule to refer to. Numbers
are given once, so a UID stays when a date is moved or cancelled; see `docs/decisions/0021-dates-in-calendars.md`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from home.models import Occurrence, Zone

if TYPE_CHECKING:
    from home.models import EventPage

PRODUCT = "-//Negeri//Events//ID"
REFRESH = timedelta(hours=6)
OFFSETS = {Zone.WIB: 7, Zone.WITA: 8, Zone.WIT: 9}  # hours from UTC; Indonesia has no summer time


def calendar(occurrences: Iterable[Occurrence], *, name: str) -> bytes:
    """Write a calendar of occurrences that carry their pages (`services.events.with_pages`)."""
    rows = list(occurrences)
    result = Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("method", "PUBLISH")
    result.add("x-wr-calname", one_line(name))
    result.add("name", one_line(name))
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", "PT6H")
    # A calendar must hold something (RFC 5545, 3.6): one without an event holds the zone of the Kei Islands.
    for zone in sorted({row.zone for row in rows if not row.whole_day} if rows else {Zone.WIT}):
        result.add_component(_timezone(Zone(zone)))
    for row in rows:
        result.add_component(_event(row))
    return result.to_ical()


def uid(occurrence: Occurrence) -> str:
    """Return the identifier of a date that stays whatever else changes."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    suffix = "" if occurrence.number == 1 else f"-{occurrence.number}"
    return f"{occurrence.event}{suffix}@{host}"


def plain(text: str) -> str:
    """Return text without the control characters that a calendar or a feed may not hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(char for char in text if char in "\n\t" or not _is_forbidden(char))


def _is_forbidden(char: str) -> bool:
    """Whether XML or iCalendar has no place for a character: controls, surrogates, the two that are none."""
    return char in "\ufffe\uffff" or unicodedata.category(char) in {"Cc", "Cs"}


def one_line(text: str) -> str:
    """Return plain text on one line, as names and titles must be."""
    return plain(text).replace("\n", " ")


def _event(row: Occurrence) -> Event:
    page, facts = row.page, row.facts
    url = settings.BASE_URL + page.get_url()
    event = Event()
    event.add("uid", uid(row))
    event.add("dtstamp", _utc(row.changed_at))
    event.add("last-modified", _utc(max(row.changed_at, page.last_published_at or row.changed_at)))
    event.add("sequence", row.sequence)
    event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
    if row.whole_day:
        event.add("dtstart", row.first_day)
        event.add("dtend", row.last_day + timedelta(days=1))
    else:
        event.add("dtstart", row.local_start)
        if not row.open_end:
            event.add("dtend", row.local_end)
    event.add("summary", one_line(page.title))
    event.add("description", plain("\n\n".join(_description(page, facts, url))))
    event.add("url", url)
    event.add("categories", [str(facts.get_kind_display())])
    if location := one_line(page.location or facts.location):
        event.add("location", location)
    if facts.latitude is not None and facts.longitude is not None:
        event.add("geo", (facts.latitude, facts.longitude))
    return event


def _description(page: EventPage, facts: EventPage, url: str) -> list[str]:
    parts = [page.intro, page.organiser, facts.online_url, url]
    return [part for part in parts if part]


def _timezone(zone: Zone) -> Timezone:
    """Describe a zone without summer time."""
    offset = timedelta(hours=OFFSETS[zone])
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", offset)
    standard.add("tzoffsetto", offset)
    standard.add("tzname", zone.name)
    result = Timezone()
    result.add("tzid", zone.value)
    result.add_component(standard)
    return result


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
