"""The page of results."""

from __future__ import annotations

import pytest

from search.spelling import learn
from tests.factories.entries import make_entry
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["tali", "tali zzyzx"])
def test_a_search_with_all_filters_costs_ten_queries_on_a_warm_process(client, words, django_assert_max_num_queries):
    make_region("81.02")
    make_sector("perikanan")
    for _number in range(3):
        make_entry("Tali yang sama", regions=["81", "81.02"], terms=[("sector", "perikanan")])
    address = f"/cari/?q={words}&kind=story&region=81&sector=perikanan"
    client.get(address)
    with django_assert_max_num_queries(10):
        assert b"yang sama" in client.get(address).content


def test_of_regions_one_of_which_contains_the_other_the_last_choice_counts(client):
    for code in ("81", "81.02", "81.72", "53"):
        make_region(code)
    for code in ("81.02", "81.72", "53"):
        make_entry(f"Tali {code}", regions=sorted({code[:2], code}))
    page = client.get("/cari/?q=tali&region=81&region=53").content.decode()
    assert "?q=tali&amp;region=53&amp;region=81.72" in page
    assert "?q=tali&amp;region=53&amp;region=81&amp;region=81.72" not in page
    narrowed = client.get("/cari/?q=tali&region=81.72").content.decode()
    assert "?q=tali&amp;region=81.72&amp;region=81.02" in narrowed
    assert '"?q=tali&amp;region=81"' in narrowed


def test_what_was_meant_keeps_all_else_that_was_typed(client):
    title = "Kabupaten Maluku Tenggara"
    learn([title])
    make_entry(title, kind="region", body="Laut yang tenang")
    answer = client.get("/api/v1/search", {"q": 'jenis:wilayah Tengara "laut yang" -harga'}).json()
    assert answer["meant"] == 'jenis:wilayah tenggara "laut yang" -harga'


def test_the_order_that_results_are_in_is_marked(client):
    make_entry("Tali", kind="event")
    for address, order in (("?q=tali&sort=nearest", "paling sesuai"), ("?kind=event", "terbaru")):
        assert f'aria-current="true">{order}</a>' in client.get(f"/cari/{address}").content.decode()


def test_a_text_in_another_language_than_the_page_says_so_and_a_name_does_not(client):
    make_entry("Ice house", language="en")
    make_entry("Ice", language="en", kind="region")
    page = client.get("/cari/?q=ice").content.decode()
    assert page.count('<h3 lang="en">') == page.count('<p class="excerpt" lang="en">') == 1


@pytest.mark.parametrize("address", ["?kind=x", "?year=abc", "?sort=evil", "?since=0001-01-01", "?until=9999-12-31"])
def test_a_refused_part_is_refused_with_and_without_words(client, address):
    for path in (f"/cari/{address}", f"/cari/{address}&q=tali"):
        assert client.get(path).status_code == 400


@pytest.mark.parametrize("text", ["after:0001-01-01", "before:0001-01-01 tali", "before:9999-12-31"])
def test_a_day_that_no_clock_knows_is_left_out(client, text):
    answer = client.get("/api/v1/search", {"q": text})
    assert answer.status_code == 200
    assert answer.json()["problems"]
