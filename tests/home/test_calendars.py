"""Calendars, read back by a real parser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from home.models import EventDate, Occurrence
from tests.factories.events import in_days, make_event, publish
from tests.factories.regions import make_region

if TYPE_CHECKING:
    from django.test import Client

    from home.models import EventPage

pytestmark = pytest.mark.django_db

TWO_DATES = [
    {"start_day": date(2027, 1, 19), "start_time": time(9), "end_time": time(13)},
    {"start_day": date(2027, 2, 19), "start_time": time(9), "end_time": time(13)},
]


def test_one_event_says_when_in_its_zone(client: Client) -> None:
    event = make_event(dates=TWO_DATES[:1])
    (entry,) = entries(client, event)
    assert entry["UID"] == f"{event.translation_key}@testserver"
    assert entry.decoded("DTSTART").astimezone(UTC) == datetime(2027, 1, 19, 0, tzinfo=UTC)
    assert entry["DTSTART"].params["TZID"] == "Asia/Jayapura"
    assert entry.decoded("DTEND").astimezone(UTC) == datetime(2027, 1, 19, 4, tzinfo=UTC)
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 0)


def test_the_calendar_carries_its_zones_and_is_text_calendar(client: Client) -> None:
    event = make_event(dates=TWO_DATES)
    response = client.get(f"/acara/{event.translation_key}.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "max-age" in response["Cache-Control"]
    (zone,) = Calendar.from_ical(response.content).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Jayapura"
    assert b"TZOFFSETTO:+0900" in response.content
    assert client.get(f"/acara/{event.translation_key}.ics", HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304


def test_each_date_has_an_identifier_that_stays(client: Client) -> None:
    event = make_event(dates=TWO_DATES)
    before = [entry["UID"] for entry in entries(client, event)]
    assert before == [f"{event.translation_key}@testserver", f"{event.translation_key}-2@testserver"]
    first = event.dates.order_by("start_day").first()
    event.dates.remove(first)
    event.dates.add(EventDate(start_day=date(2027, 3, 1), start_time=time(9)))
    event.slug = "lain"
    publish(event)
    after = {entry["UID"]: entry for entry in entries(client, event)}
    assert list(after) == [*before, f"{event.translation_key}-3@testserver"]
    assert (after[before[0]]["STATUS"], after[before[0]]["SEQUENCE"]) == ("CANCELLED", 1)
    assert after[before[1]]["STATUS"] == "CONFIRMED"


def test_whole_days_are_dates(client: Client) -> None:
    event = make_event(dates=[{"start_day": date(2027, 3, 9), "end_day": date(2027, 3, 13), "whole_day": True}])
    (entry,) = entries(client, event)
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2027, 3, 9), date(2027, 3, 14))


@pytest.mark.parametrize(
    "title",
    [
        'Kata "kutip", koma; titik koma\\ dan garis miring',
        "Panen 🌊🪸 bersama",
        "Baris\r\nBEGIN:VEVENT\r\nbaru",
        "\u202eمرحبا بكم\u202c",
        "Kendali \x00\x07\x1b\x0b habis",
        "x" * 250,
    ],
)
def test_any_title_leaves_the_calendar_well_formed(client: Client, title: str) -> None:
    event = make_event(title.replace("\x00", ""), dates=TWO_DATES[:1])
    (entry,) = entries(client, event)
    kept = "".join(char for char in title.replace("\r\n", " ") if char.isprintable() or ord(char) > 127)
    assert str(entry["SUMMARY"]) == kept
    raw = client.get(f"/acara/{event.translation_key}.ics").content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_a_region_has_the_calendar_of_everything_below_it(client: Client) -> None:
    province, regency = make_region("81"), make_region("81.02")
    make_event("Di Kei", regions=(regency,))
    make_event("Nasional")
    for region in (province, regency):
        calendar = Calendar.from_ical(client.get(f"/wilayah/{region.code}/acara.ics").content)
        assert [str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")] == ["Di Kei"]
    everything = Calendar.from_ical(client.get("/acara.ics").content)
    assert len(everything.walk("VEVENT")) == 2


def test_a_calendar_without_an_event_holds_a_zone_all_the_same(client: Client) -> None:
    make_region("11")
    calendar = Calendar.from_ical(client.get("/wilayah/11/acara.ics").content)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_only_what_everybody_may_see_is_in_a_calendar(client: Client) -> None:
    draft, private = make_event(live=False), make_event("Tertutup")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for event in (draft, private):
        assert client.get(f"/acara/{event.translation_key}.ics").status_code == 404
    assert not Calendar.from_ical(client.get("/acara.ics").content).walk("VEVENT")


@pytest.mark.parametrize("address", ["/wilayah/99/acara.ics", "/acara/x.ics", f"/acara/{'0' * 8}.ics"])
def test_what_does_not_exist_is_answered_404(client: Client, address: str) -> None:
    make_event()
    assert client.get(address).status_code == 404


def test_a_calendar_needs_the_same_few_queries_for_many_events(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(15):
        make_event(f"Acara {number}", dates=[{"start_day": in_days(number + 1), "start_time": time(9)}])
    client.get("/acara.ics")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        response = client.get("/acara.ics")
    assert response.content.count(b"BEGIN:VEVENT") == Occurrence.objects.count() == 15


def entries(client: Client, event: EventPage) -> list[object]:
    response = client.get(f"/acara/{event.translation_key}.ics")
    return list(Calendar.from_ical(response.content).walk("VEVENT"))
