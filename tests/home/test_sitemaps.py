"""The sitemap in both languages, and robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.contrib.sitemaps import Sitemap
from wagtail.models import PageViewRestriction

from home import sitemaps
from tests.factories.events import make_event
from tests.factories.told import make_story, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_the_index_leads_to_every_section(client: Client) -> None:
    make_story()
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    sections = [element.text or "" for element in root.iter(f"{SITEMAP}loc")]
    assert "http://testserver/sitemap-stories.xml" in sections
    assert len(sections) == len(sitemaps.sitemaps)
    for section in sections:
        assert client.get(section.removeprefix("http://testserver")).status_code == 200


def test_both_languages_of_a_page_name_each_other(client: Client) -> None:
    story = make_story("Tali")
    english = translate(story, "The line")
    urls = section(client, "stories")
    assert set(urls) == {f"http://testserver{story.url}", f"http://testserver{english.url}"}
    for alternates in urls.values():
        assert alternates["id"].endswith(story.url)
        assert alternates["en"].endswith(english.url)
        assert alternates["x-default"] == alternates["id"]


def test_only_what_everybody_may_see_is_in_it(client: Client) -> None:
    private = make_story("Tertutup")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_story("Draf", live=False)
    make_event()
    assert not section(client, "stories")
    assert len(section(client, "events")) == 1


@pytest.mark.parametrize("address", ["/sitemap-nothing.xml", "/sitemap-stories.xml?p=9", "/sitemap-stories.xml?p=x"])
def test_what_does_not_exist_is_answered_404(client: Client, address: str) -> None:
    make_story()
    assert client.get(address).status_code == 404


def test_apps_above_add_sections(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Topics(sitemaps.SiteSitemap):
        def items(self) -> list[str]:
            return ["/forum/1/"]

        def location(self, item: str) -> str:
            return item

    monkeypatch.setattr(sitemaps, "sitemaps", dict(sitemaps.sitemaps))
    sitemaps.register("topics-of-a-test", Topics)
    assert issubclass(sitemaps.sitemaps["topics-of-a-test"], Sitemap)
    assert list(section(client, "topics-of-a-test")) == ["http://testserver/forum/1/"]


def test_robots_lead_to_the_sitemap_and_away_from_forms(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    for address in ("/", "/en/", "/cerita/", "/cerita/?region=81", "/forum/", "/wilayah/81/", "/documents/1/a.pdf"):
        assert rules.can_fetch("*", address), address
    # Results have endlessly many addresses, and say nothing that doesn't stand elsewhere.
    for address in (
        "/cari/?q=ikan&kind=story",
        "/en/cari/?q=x",
        "/cari/saran.json?q=i",
        "/api/v1/search?q=ikan",
        "/admin/",
    ):
        assert not rules.can_fetch("*", address), address


def test_the_section_needs_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(12):
        make_story(f"Cerita {number}")
    client.get("/sitemap-stories.xml")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(section(client, "stories")) == 12


def section(client: Client, name: str) -> dict[str, dict[str, str]]:
    response = client.get(f"/sitemap-{name}.xml")
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)  # noqa: S314
    return {
        url.findtext(f"{SITEMAP}loc") or "": {
            link.get("hreflang", ""): link.get("href", "") for link in url.iter(f"{XHTML}link")
        }
        for url in root.iter(f"{SITEMAP}url")
    }
