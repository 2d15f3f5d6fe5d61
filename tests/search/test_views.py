"""The page of results."""

from __future__ import annotations

import pytest

from tests.factories.entries import make_entry
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["tali", "tali zzyzx"])
def test_a_search_with_all_filters_costs_eight_queries_on_a_warm_process(client, words, django_assert_max_num_queries):
    make_region("81.02")
    make_sector("perikanan")
    for _number in range(3):
        make_entry("Tali yang sama", regions=["81", "81.02"], terms=[("sector", "perikanan")])
    address = f"/cari/?q={words}&kind=story&region=81&sector=perikanan"
    client.get(address)
    with django_assert_max_num_queries(8):
        assert b"yang sama" in client.get(address).content
