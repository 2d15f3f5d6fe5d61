"""Regions and sectors as filters name them."""

from __future__ import annotations

import pytest

from home.services.named import regions_by_code, sectors_by_slug
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


def test_what_was_named_once_is_not_read_again(django_assert_num_queries):
    make_region("81.02")
    make_sector("perikanan")
    for queries in (2, 0):
        with django_assert_num_queries(queries):
            assert list(regions_by_code(["81.02"])) == ["81.02"]
            assert list(sectors_by_slug()) == ["perikanan"]


def test_a_new_name_shows_at_once():
    region, sector = make_region("81.02"), make_sector("perikanan")
    regions_by_code(["81.02"]), sectors_by_slug()
    region.name, sector.name = "Kei Kecil", "Laut"
    region.save()
    sector.save()
    assert regions_by_code(["81.02"])["81.02"].name == "Kei Kecil"
    assert sectors_by_slug()["perikanan"].name == "Laut"


def test_a_region_that_comes_later_is_found():
    assert regions_by_code(["81.02"]) == {}
    make_region("81.02")
    assert "81.02" in regions_by_code(["81.02"])
