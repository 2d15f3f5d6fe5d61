"""Atom feeds: whole texts, in each language, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, story_index, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_carries_the_whole_text_with_whole_addresses(client: Client) -> None:
    link = '<p>Baca <a href="/forum/">forum</a> dan <script>alert(1)</script> lagi.</p>'
    make_story("Tali yang sama", body=[("heading", "Jarak"), ("paragraph", link)])
    (entry,) = entries(client, "/cerita/atom.xml")
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert 'href="http://testserver/forum/"' in (content.text or "")
    assert "Jarak" in (content.text or "")
    assert "<script" not in (content.text or "")


@pytest.mark.parametrize(
    "title", ['"Kutip" & <b>tanda</b>', "🌊", "Baris\nbaru", "\u202eمرحبا", "Kendali \x07\x1b\x0b\ufffe habis"]
)
def test_any_title_leaves_the_feed_well_formed(client: Client, title: str) -> None:
    make_story(title)
    (entry,) = entries(client, "/cerita/atom.xml")
    assert entry.findtext(f"{ATOM}title")


def test_each_language_has_its_own_feed(client: Client) -> None:
    story = make_story("Tali yang sama")
    translate(story, "The same line")
    assert titles(client, "/cerita/atom.xml") == ["Tali yang sama"]
    assert titles(client, "/en/cerita/atom.xml") == ["The same line"]


def test_a_region_and_every_region_above_have_the_feed_of_it(client: Client) -> None:
    make_story("Di Kei", regions=(make_region("81.02"),))
    make_story("Di mana-mana")
    assert titles(client, "/wilayah/81.02/atom.xml") == ["Di Kei"]
    assert titles(client, "/wilayah/81/atom.xml") == ["Di Kei"]


def test_a_sector_has_its_feed(client: Client) -> None:
    make_story("Rumput laut", sectors=[make_sector("rumput-laut")])
    make_story("Lain")
    assert titles(client, "/cerita/bidang/rumput-laut/atom.xml") == ["Rumput laut"]
    assert client.get("/cerita/bidang/tidak-ada/atom.xml").status_code == 404


def test_only_the_twenty_newest_that_everybody_may_see_are_in_it(client: Client) -> None:
    for number in range(22):
        make_story(f"Cerita {number}")
    private = make_story("Tertutup")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_story("Draf", live=False)
    shown = titles(client, "/cerita/atom.xml")
    assert (len(shown), shown[0]) == (20, "Cerita 21")


def test_an_unchanged_feed_is_not_sent_again(client: Client) -> None:
    make_story()
    response = client.get("/cerita/atom.xml")
    again = client.get("/cerita/atom.xml", HTTP_IF_NONE_MATCH=response["ETag"])
    assert (response["Content-Type"], again.status_code) == ("application/atom+xml; charset=utf-8", 304)


def test_the_feed_needs_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(15):
        make_story(f"Cerita {number}")
    client.get(story_index().url)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(titles(client, "/cerita/atom.xml")) == 15


def test_a_renumbered_region_keeps_its_feed_and_its_calendar(client: Client) -> None:
    region = make_region("93.01", former_codes=["91.01"])
    make_story("Tentang wilayah itu", regions=(region,))
    assert titles(client, "/wilayah/91.01/atom.xml") == ["Tentang wilayah itu"]
    assert client.get("/wilayah/91.01/acara.ics").status_code == 200


@pytest.mark.parametrize(
    ("query", "feed"),
    [
        ("", "/cerita/atom.xml"),
        ("?region=81.02", "/wilayah/81.02/atom.xml"),
        ("?sector=rumput-laut", "/cerita/bidang/rumput-laut/atom.xml"),
        ("?region=81.02&sector=rumput-laut", "/cerita/atom.xml"),
        ("?sector=a/b", "/cerita/atom.xml"),
    ],
)
def test_the_index_leads_to_the_feed_of_what_it_shows(client: Client, query: str, feed: str) -> None:
    html = client.get(f"{story_index().url}{query}").content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in html
    assert f'href="{feed}"' in html.partition("<main")[2]


def entries(client: Client, address: str) -> list[ElementTree.Element]:
    response = client.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 (our own feed)


def titles(client: Client, address: str) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(client, address)]
