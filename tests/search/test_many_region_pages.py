"""Pages of regions are made by the hundred; the search follows them together."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.services.region_pages import make_region_pages
from home.services.site_tree import make_site_tree
from search.models import SearchEntry
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

TABLES = ('"search_searchentry"', '"search_entryterm"')


def test_regions_are_found_as_soon_as_their_pages_are_made() -> None:
    make_site_tree()
    make_region("81.02", name="Maluku Tenggara")
    make_region_pages()
    entries = SearchEntry.objects.filter(kind="region", is_deleted=False)
    assert "Maluku Tenggara" in " ".join(entries.values_list("title", flat=True))
    assert entries.count() == 2


def test_the_search_asks_no_more_for_ten_pages_than_for_two() -> None:
    make_site_tree()
    make_region("81.02")
    few = queries_of_the_search()
    for number in range(3, 12):
        make_region(f"81.{number:02}")
    assert queries_of_the_search() == few


def queries_of_the_search() -> int:
    with CaptureQueriesContext(connection) as queries:
        make_region_pages()
    return sum(any(table in query["sql"] for table in TABLES) for query in queries)
