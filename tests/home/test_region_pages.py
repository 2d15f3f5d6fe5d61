"""Pages of regions, and the gazetteer by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from wagtail.models import Page

from home.models import Region, RegionIndexPage, RegionPage
from home.services.region_pages import make_region_aliases, make_region_pages
from home.services.site_tree import make_site_tree
from tests.factories.events import make_event
from tests.factories.home import make_region_page
from tests.factories.regions import make_region
from tests.factories.told import make_story

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cache() -> None:
    cache.clear()


@pytest.fixture
def maluku() -> Region:
    """Maluku with a regency and a city of one name."""
    make_region("81.02", name="Tual")
    make_region("81.72", kind=Region.Kind.CITY)
    return Region.objects.get(code="81")


def test_all_pages_are_made_once_as_a_sound_tree(maluku: Region) -> None:
    make_site_tree()
    assert (make_region_pages(), make_region_aliases("en")) == (3, 3)
    assert (make_region_pages(), make_region_aliases("en")) == (0, 0)
    assert not any(Page.find_problems())
    city = RegionPage.objects.get(region__code="81.72", alias_of=None)
    assert city.url == "/wilayah/provinsi-maluku/kota-tual/"
    assert city.get_parent().specific.region == maluku
    assert RegionPage.objects.get(alias_of=city).url == "/en/wilayah/provinsi-maluku/kota-tual/"


def test_making_pages_leaves_what_an_editor_changed(maluku: Region) -> None:
    make_site_tree()
    make_region_pages()
    page = RegionPage.objects.get(region=maluku)
    page.introduction, page.slug = "Pulau dan laut.", "maluku"
    page.save_revision().publish()
    make_region("81.03")
    assert make_region_pages() == 1
    assert RegionPage.objects.get(region=maluku).introduction == "Pulau dan laut."
    assert RegionPage.objects.get(region__code="81.03").url_path.endswith("/maluku/kabupaten-wilayah-8103/")


def test_there_is_one_page_for_each_region_and_language(maluku: Region) -> None:
    page = make_region_page(maluku)
    second = RegionPage(title="Maluku", slug="maluku-dua", region=maluku, locale=page.locale)
    with pytest.raises(ValidationError):
        page.get_parent().add_child(instance=second)


def test_a_page_moves_only_below_its_own_region(maluku: Region) -> None:
    regency = make_region_page(make_region("81.02"))
    other = make_region_page(make_region("82"))
    assert not regency.can_move_to(other)
    assert regency.can_move_to(RegionPage.objects.get(region=maluku))
    assert not regency.can_move_to(RegionIndexPage.objects.get(locale=regency.locale))


def test_a_code_leads_to_the_page_in_the_reader_s_language(client: Client, maluku: Region) -> None:
    make_site_tree()
    make_region_pages()
    make_region_aliases("en")
    assert client.get("/wilayah/81.72/")["Location"] == "/wilayah/provinsi-maluku/kota-tual/"
    assert client.get("/en/wilayah/81.72/")["Location"] == "/en/wilayah/provinsi-maluku/kota-tual/"


def test_a_region_without_a_page_shows_what_the_gazetteer_knows(client: Client) -> None:
    make_site_tree()
    make_region("81.02.01", name="Kei Kecil", alternative_names=["Nuhu Roa"], latitude=-5.67, longitude=132.74)
    make_story("Enbal di Kei Kecil", regions=(make_region("81.02.01"),))
    for path in ("/wilayah/81.02.01/", "/en/wilayah/81.02.01/"):
        response = client.get(path)
        assert response.status_code == 200
        assert "Nuhu Roa" in response.content.decode()
    assert "Enbal di Kei Kecil" in client.get("/wilayah/81.02.01/").content.decode()


def test_a_former_code_leads_to_the_new_one(client: Client) -> None:
    make_site_tree()
    make_region("93.01", former_codes=["91.01"])
    response = client.get("/wilayah/91.01/")
    assert (response.status_code, response["Location"]) == (301, "/wilayah/93.01/")


@pytest.mark.parametrize("path", ["/wilayah/99/", "/wilayah/81.02.99/", "/wilayah/abc/", "/wilayah/99/daftar/"])
def test_a_code_that_never_was_is_answered_404(client: Client, path: str) -> None:
    make_site_tree()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?kind=village", 200), ("?kind=planet", 200), ("?q=%00", 200), ("?page=0", 404), ("?page=x", 404)],
)
def test_the_list_below_a_region_bears_every_query(client: Client, maluku: Region, query: str, status: int) -> None:
    make_site_tree()
    assert client.get(f"/wilayah/81/daftar/{query}").status_code == status
    assert client.get(f"/wilayah/daftar/{query}").status_code == status


def test_stories_and_events_of_all_below_stand_on_the_page(client: Client, maluku: Region) -> None:
    regency = make_region_page(make_region("81.02"))
    make_story("Rumput laut Letvuan", parent=regency)
    make_event("Panen bersama", parent=regency)
    html = client.get(make_region_page(maluku).url).content.decode()
    assert "Rumput laut Letvuan" in html
    assert "Panen bersama" in html


@pytest.mark.parametrize("count", [1, 50])
def test_a_warm_region_costs_at_most_fifteen_queries(
    client: Client, maluku: Region, count: int, django_assert_max_num_queries
) -> None:
    page = make_region_page(make_region("81.02"))
    for number in range(count):
        make_story(parent=page)
        make_region(f"81.02.{number + 10}")
    client.get(page.url)
    with django_assert_max_num_queries(15):
        assert client.get(page.url).status_code == 200
