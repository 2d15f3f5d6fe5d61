"""What the head of a page tells search engines."""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest

from home.models import RegionPage
from home.services.region_pages import make_region_aliases, make_region_pages
from home.services.structured import describe
from tests.factories.events import make_event
from tests.factories.regions import make_region
from tests.factories.told import make_story, story_index, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_event_is_described_with_its_zone_and_place(client: Client) -> None:
    event = make_event(
        dates=[{"start_day": date(2027, 1, 19), "start_time": time(9), "end_time": time(13)}],
        latitude=-5.65,
        longitude=132.73,
        cost=50000,
        organiser="Pendamping",
    )
    (described, crumbs) = read(client, event.url)
    assert (described["@type"], crumbs["@type"]) == ("Event", "BreadcrumbList")
    assert described["startDate"] == "2027-01-19T09:00:00+09:00"
    assert described["eventStatus"].endswith("EventScheduled")
    assert described["location"][0]["geo"]["latitude"] == -5.65
    assert described["offers"]["price"] == 50000
    assert crumbs["itemListElement"][-1]["item"] == f"http://testserver{event.url}"


def test_a_several_dates_event_is_described_date_by_date() -> None:
    days = [{"start_day": date(2027, month, 1), "whole_day": True} for month in (1, 2)]
    things = describe(make_event(dates=days, is_cancelled=True))
    assert [thing.get("startDate") for thing in things] == ["2027-01-01", "2027-02-01", None]
    assert things[0]["eventStatus"].endswith("EventCancelled")


def test_an_online_event_has_a_virtual_place() -> None:
    described = describe(make_event(venue="", online_url="https://example.org/x"))[0]
    assert described["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")
    assert described["location"] == [{"@type": "VirtualLocation", "url": "https://example.org/x"}]


def test_no_text_breaks_out_of_the_script(client: Client) -> None:
    title = "</script><script>alert(1)</script>"
    event = make_event(title)
    html = client.get(event.url).content.decode()
    assert "<script>alert(1)" not in html
    assert read(client, event.url)[0]["name"] == title


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_head_names_address_languages_and_card(client: Client, language: str) -> None:
    event = make_event("Acara")
    english = translate(event, "Event")
    page = event if language == "id" else english
    html = client.get(f"{page.url}?utm=x").content.decode()
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html
    assert f'hreflang="id" href="http://testserver{event.url}"' in html
    assert f'hreflang="en" href="http://testserver{english.url}"' in html
    assert f'<meta property="og:title" content="{page.title}">' in html


def test_a_story_is_described_as_an_article() -> None:
    article = describe(make_story("Tali"))[0]
    assert (article["@type"], article["headline"]) == ("Article", "Tali")
    assert article["author"] == [{"@type": "Person", "name": "Redaksi Negeri"}]


def test_an_entry_of_the_gazetteer_is_a_place_with_a_way_to_it(client: Client) -> None:
    make_region("81.02.01", name="Kei Kecil", latitude=-5.667, longitude=132.738)
    (place, crumbs) = read(client, "/wilayah/81.02.01/")
    assert (place["@type"], place["identifier"], place["geo"]["latitude"]) == ("Place", "81.02.01", -5.667)
    assert place["url"] == "http://testserver/wilayah/81.02.01/"
    names = [step["name"] for step in crumbs["itemListElement"]]
    assert names[-3:] == ["Provinsi Maluku", "Kabupaten Maluku Tenggara", "Kecamatan Kei Kecil"]


def test_a_region_names_its_feed_and_its_calendar(client: Client) -> None:
    make_region("81.02.01", name="Kei Kecil")
    html = client.get("/wilayah/81.02.01/").content.decode()
    assert 'type="application/atom+xml" href="/wilayah/81.02.01/atom.xml"' in html
    assert 'type="text/calendar" href="/wilayah/81.02.01/acara.ics"' in html


def test_an_alias_names_the_page_it_mirrors_as_canonical(client: Client) -> None:
    make_region("81")
    story_index()
    make_region_pages()
    make_region_aliases("en")
    alias = RegionPage.objects.get(alias_of__isnull=False)
    html = client.get(alias.url).content.decode()
    assert f'<link rel="canonical" href="http://testserver{alias.alias_of.url}">' in html


def test_a_page_of_a_region_that_nobody_described_describes_itself(client: Client) -> None:
    make_region("81.02.01", name="Kei Kecil")
    html = client.get("/en/wilayah/81.02.01/").content.decode()
    assert '<meta name="description" content="Kecamatan Kei Kecil: stories' in html
    assert '<meta property="og:title" content="Kecamatan Kei Kecil">' in html


def read(client: Client, url: str) -> list[dict[str, Any]]:
    html = client.get(url).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    return list(json.loads(found[1]))
