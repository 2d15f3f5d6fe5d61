"""The page of results."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from guard.limits import forget_counts

from home.models import Region, Tag
from search.engines import breaker
from search.filters import LONGEST_TEXT
from search.models import Asked
from search.services import refresh_many
from search.sources import SOURCES
from search.spelling import learn
from search.typed import Typed
from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector
from tests.factories.wording import make_promotion

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
    assert '"?q=tali&amp;region=81#filter"' in narrowed


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


@pytest.mark.parametrize(
    "address", ["?kind=x", "?year=abc", "?year=02026", "?sort=evil", "?since=0001-01-01", "?until=9999-12-31"]
)
def test_a_refused_part_is_refused_with_and_without_words(client, address):
    for path in (f"/cari/{address}", f"/cari/{address}&q=tali"):
        assert client.get(path).status_code == 400


def test_more_values_of_a_facet_than_anyone_ticks_are_refused(client):
    years = "&".join(f"year={year}" for year in range(2000, 2021))
    response = client.get(f"/cari/?{years}")
    assert response.status_code == 400
    page = response.content.decode()
    assert "<code>year=2020</code>" in page
    assert "paling banyak 20 pilihan sekaligus" in page
    assert "atau tidak ada lagi" not in page
    both = client.get(f"/en/cari/?{years}&kind=nothing").content.decode()
    told = ("doesn’t exist", "<code>kind=nothing</code>", "at most 20", "<code>year=2020</code>")
    assert [both.index(part) for part in told] == sorted(both.index(part) for part in told)


def test_of_an_operator_that_is_given_twice_one_value_must_fit(client):
    for kind in ("story", "event", "topic"):
        make_entry(f"Tali {kind}", kind=kind)
    answer = client.get("/api/v1/search", {"q": "tali kind:story jenis:acara"}).json()
    assert {result["kind"] for result in answer["results"]} == {"story", "event"}


@pytest.mark.parametrize("text", ["tag:musim-barat", 'tag:"Musim Barat"', 'label:"west season"', "tag:#musim-barat"])
def test_a_tag_is_asked_for_by_its_names_or_slug(client, text):
    Tag.objects.create(name="Musim barat", name_en="West season", slug="musim-barat")
    make_entry("Tali", terms=[("tag", "musim-barat")])
    make_entry("Jangkar", terms=[("tag", "musim-timur")])
    answer = client.get("/api/v1/search", {"q": text}).json()
    assert [result["title"] for result in answer["results"]] == ["Tali"]
    assert answer["problems"] == []


def test_the_handle_of_who_is_not_shown_is_as_unknown_as_one_that_nobody_has(client):
    hidden, shown = MemberFactory(), MemberFactory()
    hidden.profile.is_listed, shown.profile.is_listed = False, True
    for member in (hidden, shown):
        member.profile.save()
        make_entry(f"Tali {member.pk}", terms=[("author", f"user:{member.pk}")])
    problems = []
    for handle in (shown.profile.handle.text, hidden.profile.handle.text, "nobody"):
        forget_counts()
        problems.append(client.get("/api/v1/search", {"q": f"tali author:@{handle}"}).json()["problems"])
    assert problems[0] == []
    assert problems[1][0].partition("”")[2] == problems[2][0].partition("”")[2] != ""


def test_days_that_leave_none_are_explained(client):
    make_entry("Tali", date=timezone.now())
    for query in ({"q": "tali", "since": "2026-05-02", "until": "2026-05-02"}, {"q": "tali after:2026-05 before:2025"}):
        answer = client.get("/api/v1/search", {**query, "reader": "en"}).json()
        assert answer["problems"] == ["There is no day from the first day on and before the last."]


def test_what_has_no_place_is_said_to_be_missing_among_the_closest(client):
    make_region("81.02", latitude=-5.7, longitude=132.7)
    make_entry("Tali di Kei", latitude=-5.7, longitude=132.7)
    make_entry("Tali di mana saja")
    said = "yang tidak punya tempat di peta"
    assert said in client.get("/cari/?q=tali&near=81.02&sort=nearest").content.decode()
    assert said not in client.get("/cari/?q=tali").content.decode()


def test_the_button_of_the_filter_tells_how_many_are_set(client):
    for kind in ("story", "topic"):
        make_entry("Tali", kind=kind, date=timezone.now())
    page = client.get("/cari/?q=tali&kind=story&since=2020-01-01").content.decode()
    assert "Saring (2)</summary>" in page
    assert "Saring</summary>" in client.get("/cari/?q=tali").content.decode()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('region:"Kota Tual"', "81.72"),
        ('wilayah:"kab. Maluku Tenggara"', "81.02"),
        ('region:"Kabupaten Tual"', "81.72"),
        ('region:"Provinsi Maluku"', "81"),
        ('region:"Kei Ketjil"', "81.02.01"),
        ("near:tual", "81.72"),
        ("region:Tual", "81.72"),
        ("region:“Kota Tual”", "81.72"),
        ('near:"Kota Sorong"', "92.71"),
        ('near:"Kabupaten Sorong"', "92.01"),
        ("near:sorong", "92.01"),
    ],
)
def test_a_region_is_named_as_the_site_names_it_or_as_it_was_spelled(text, code):
    for made, name, kind in (
        ("81.02", "Maluku Tenggara", Region.Kind.REGENCY),
        ("81.02.01", "Kei Kecil", Region.Kind.DISTRICT),
        ("81.72", "Tual", Region.Kind.CITY),
        ("92.01", "Sorong", Region.Kind.REGENCY),
        ("92.71", "Sorong", Region.Kind.CITY),
        ("81.72.02.2001", "Tual", Region.Kind.VILLAGE),
    ):
        make_region(made, name=name, kind=kind, latitude=-5.0, longitude=132.0)
    refresh_many("region", SOURCES["region"].things())
    typed = Typed.read(text)
    assert typed.problems == []
    assert (typed.near.code if typed.near else typed.demanded["region"][0]) == code


@pytest.mark.parametrize(
    "text", ["author:@nobody", "region:99.99 kind:none", "-kind:topic", '-region:"Kota Tual"', "👍"]
)
def test_where_all_that_was_typed_is_left_out_nothing_is_found(client, text):
    make_entry("Tali")
    assert client.get("/api/v1/search", {"q": text}).json()["total"] == 0


def test_an_operator_with_a_minus_is_left_out_and_said_so(client):
    make_entry("Kopra asap")
    page = client.get("/cari/", {"q": 'kopra -region:"Kota Tual"'}).content.decode()
    assert "tanda minus hanya meniadakan kata" in page
    assert Typed.read('kopra -region:"Kota Tual"').words == "kopra"


def test_what_shall_not_stand_in_a_result_is_not_counted_as_looked_for(client):
    make_entry("Kopra")
    client.get("/cari/", {"q": 'kopra -minyak -"kelapa tua"'})
    assert Asked.objects.get().text == "kopra"


@pytest.mark.parametrize(
    ("operator", "counted"),
    [("kind:story", 0), ("jenis:acara", 0), ("before:2026-01-01", 0), ("wilayah:entahdimana", 1), ("-kind:story", 1)],
)
def test_what_is_narrowed_by_an_operator_that_was_understood_is_not_counted_as_its_bare_words(
    client, operator, counted
):
    make_entry("Kopra")
    client.get("/cari/", {"q": f"kopra {operator}"})
    assert Asked.objects.filter(text="kopra").count() == Asked.objects.count() == counted


@pytest.mark.parametrize("number", ["0", "-1", "x", "51", "9" * 5000, "00000001", "²"])
def test_a_page_that_there_can_not_be_is_not_found(client, number):
    make_entry("Tali")
    assert client.get("/cari/", {"q": "tali", "page": number}).status_code == 404


@pytest.mark.parametrize("text", ["after:0001-01-01", "before:0001-01-01 tali", "before:9999-12-31"])
def test_a_day_that_no_clock_knows_is_left_out(client, text):
    answer = client.get("/api/v1/search", {"q": text})
    assert answer.status_code == 200
    assert answer.json()["problems"]


@pytest.mark.usefixtures("still_clock")
@pytest.mark.parametrize("query", [{"kind": "ship"}, {"q": "tali", "page": "x"}, {"q": "tali", "after": "forged"}])
def test_what_the_page_refuses_is_counted_before_it_is_read(client, query, settings, monkeypatch):
    settings.SEARCH_RATES = {"search": ["2/minute"]}
    for _time in range(2):
        assert client.get("/cari/", query).status_code in (400, 404)
    monkeypatch.delattr("search.filters.Filters.read")
    assert client.get("/cari/", query).status_code == 429


def test_the_empty_page_may_be_opened_as_often_as_one_likes(client):
    assert {client.get("/cari/").status_code for _time in range(4)} == {200}


def test_a_promoted_result_leads_the_best_and_stands_in_no_list_by_day(client, deliver, monkeypatch):
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)
    monkeypatch.setattr(breaker, "breaker", breaker.Breaker())
    today = timezone.now()
    for days in range(3):
        make_entry(f"Bibit {days}", date=today - timedelta(days=days))
    make_promotion("bibit", entry=make_entry("Cara kerja Negeri", kind="page", date=today - timedelta(days=1)))
    deliver()
    found = {}
    for sort in ("best", "newest", "oldest", "nearest"):
        answer = client.get("/api/v1/search", {"q": "bibit", "sort": sort}).json()
        found[sort] = [result["title"] for result in answer["results"]]
    assert found["best"][0] == found["nearest"][0] == "Cara kerja Negeri"
    assert found["newest"] == ["Bibit 0", "Bibit 1", "Bibit 2"]
    assert found["oldest"] == found["newest"][::-1]


@pytest.mark.parametrize("address", ["/forum/", "/cari/", "/en/cari/?q=tali", "/tidak/ada/"])
def test_no_box_takes_more_than_is_looked_for(client, address):
    boxes = re.findall(r"<input[^>]* name=\"q\"[^>]*>", client.get(address).content.decode())
    assert len(boxes) == (2 if "cari" in address else 1)
    assert all(f'maxlength="{LONGEST_TEXT}"' in box for box in boxes)


@pytest.mark.parametrize(("path", "said"), [("/cari/", "200 karakter pertama"), ("/en/cari/", "first 200 characters")])
def test_a_long_text_that_was_pasted_is_looked_for_by_its_beginning_and_the_page_says_so(client, path, said):
    make_entry("Rumput laut kering")
    page = client.get(path, {"q": ("rumput laut " * 334)[:4000]}).content.decode()
    assert said in page
    assert "kering" in page
