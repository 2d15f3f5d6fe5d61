"""Find the entry of what stands at an address."""

from __future__ import annotations

import pytest

from search.addresses import entry_at
from search.models import SearchEntry
from search.services import refresh_many
from search.sources import SOURCES
from tests.factories.home import make_region_page
from tests.factories.regions import make_region
from tests.factories.told import make_story, translate
from tests.factories.wording import make_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/forum/topik/7/bibit/",
        "https://negeri.example/forum/topik/7/bibit/?page=2#post-31",
        "http://testserver/en/forum/topik/7/bibit/",
        " forum/topik/7/bibit ",
    ],
)
def test_an_address_leads_to_its_entry_with_or_without_host_prefix_and_query(address):
    entry = make_entry()
    assert entry_at(address) == entry


@pytest.mark.parametrize(
    "address", ["", "/", "/forum/", "http://[", "/forum/topik/8/", "/en", "/x\0/", "%00", "https://x.org"]
)
def test_where_nothing_stands_nothing_is_found(address):
    make_entry()
    assert entry_at(address) is None


def test_what_was_deleted_is_not_found():
    assert entry_at(make_entry(is_deleted=True).path) is None


def test_a_page_in_english_is_found_as_itself():
    story = make_story()
    english = translate(story, "One rope")
    assert entry_at(story.full_url).object_id == str(story.pk)
    assert entry_at(english.full_url).object_id == str(english.pk)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_region_is_found_by_its_code_and_by_its_page(prefix):
    region = make_region("81.02")
    page = make_region_page(region)
    refresh_many("region", SOURCES["region"].things())
    entry = SearchEntry.objects.get(kind="region", object_id=str(region.pk))
    assert entry_at(f"{prefix}/wilayah/81.02/") == entry
    assert entry_at(page.url) == entry
