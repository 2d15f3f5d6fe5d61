"""Whoever goes on through the results finds each once and in order, also while more is written."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from guard.limits import forget_counts

from search.cursors import read_cursor, write_cursor
from search.engines import breaker
from search.engines.index_size import IndexSize
from search.indexing.client import is_used
from search.models import SearchEntry
from tests.factories.entries import make_entry
from tests.search.proxy import proxy, too_many

pytestmark = pytest.mark.django_db

GROUPS = 110
LIMIT = 40
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
Deliver = Callable[[], None]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)
    breaker.breaker = breaker.Breaker()


@pytest.mark.parametrize("sort", ["best", "newest", "oldest"])
def test_each_is_found_once_and_in_order_while_more_is_written(client: Client, deliver: Deliver, sort: str) -> None:
    # What fits best depends on all that is there: of entries that are unlike one another some change places.
    make_groups(with_replies=sort != "best")
    deliver()
    alone = walk(client, sort)
    assert sorted(alone) == sorted(title(number) for number in range(GROUPS))
    if sort != "best":
        assert alone == sorted(alone, reverse=sort == "newest")

    def write() -> None:
        for number in (0, GROUPS // 2, GROUPS - 1):
            make_reply(number, days=GROUPS)
        for number in range(GROUPS, GROUPS + 20):
            make_entry("Panen baru", date=FIRST_DAY + timedelta(days=number))
        deliver()

    assert walk(client, sort, write) == alone


@pytest.mark.parametrize("sort", ["best", "newest", "oldest"])
@pytest.mark.services
def test_beyond_the_best_that_elasticsearch_gives_each_is_found_once_too(
    client: Client, catch_up: Deliver, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_groups()
    catch_up()
    alone = walk(client, sort)
    only_the_best(monkeypatch, LIMIT)
    beyond = walk(client, sort)
    # The best are ranked by their day too; from there on it goes by the words alone.
    assert beyond == alone if sort != "best" else sorted(beyond) == sorted(alone)


def test_the_page_of_results_goes_on_to_the_last_one_by_number_and_from_there_by_place(
    client: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.views.LAST_PAGE", 2)
    make_groups()
    deliver()
    seen = []
    for number in (1, 2):
        html = client.get("/cari/", {"q": "panen", "page": number}).content.decode()
        seen += shown(html)
    while following := re.search(r'href="([^"]*after=[^"]*)" rel="next"', html):
        html = client.get("/cari/" + unescape(following[1])).content.decode()
        seen += shown(html)
    assert seen == walk(client, "best")


@pytest.mark.services
def test_a_small_index_of_elasticsearch_is_counted_whole(
    client: Client, catch_up: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.BEST", LIMIT)
    make_groups()
    catch_up()
    html = client.get("/cari/", {"q": "panen"}).content.decode()
    assert f"{GROUPS} hasil" in html


@pytest.mark.parametrize("path", ["/cari/", "/api/v1/search"])
def test_a_place_that_leads_nowhere_is_refused_politely(client: Client, deliver: Deliver, path: str) -> None:
    make_groups()
    deliver()
    cursor = cursor_of(client.get("/api/v1/search", {"q": "panen"}).json()["next"])
    engine, *place = read_cursor(cursor, "?q=panen")
    other = "database" if engine == "elasticsearch" else "elasticsearch"
    assert client.get(path, {"q": "panen", "after": cursor}).status_code == 200
    for text, after in (
        ("bibit", cursor),
        ("panen", cursor[:-1] + ("a" if cursor[-1] != "a" else "b")),
        ("panen", cursor[:20]),
        ("panen", write_cursor((other, *place), "?q=panen")),
        ("panen", write_cursor((engine,), "?q=panen")),
    ):
        assert client.get(path, {"q": text, "after": after}).status_code == 400


@pytest.mark.services
def test_a_place_of_elasticsearch_is_refused_while_the_database_stands_in(
    client: Client, catch_up: Deliver, settings: Any
) -> None:
    make_groups()
    catch_up()
    address = (client.get("/api/v1/search", {"q": "panen"}).json()["next"] or "").removeprefix("http://testserver")
    with proxy(settings.SEARCH_URL) as stand:
        url, settings.SEARCH_URL = settings.SEARCH_URL, stand.url
        stand.behave = too_many
        assert client.get(address).status_code == 400
        settings.SEARCH_URL = url


@pytest.mark.parametrize("count", [LIMIT, LIMIT + 1])
def test_whether_there_are_more_than_the_best_is_known_and_after_the_last_nothing_follows(
    client: Client, deliver: Deliver, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_the_best(monkeypatch, LIMIT)
    for number in range(count):
        make_entry(title(number))
    deliver()
    answers = follow(client, f"/api/v1/search?q=panen&limit={LIMIT // 2}")
    assert all(answer["results"] for answer in answers)
    assert answers[0]["total"] == LIMIT
    assert answers[0]["is_capped"] == (count > LIMIT)
    goes_on = not the_database_answers()
    assert len(answers) == (3 if count > LIMIT and goes_on else 2)
    if goes_on:
        assert (answers[-1]["total"], answers[-1]["is_capped"]) == (count, False)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_behind_those_that_are_counted_one_goes_on_in_an_order_of_days(
    client: Client, deliver: Deliver, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_groups()
    deliver()
    alone = walk(client, sort)
    only_the_best(monkeypatch, LIMIT // 2)

    def write() -> None:
        make_reply(GROUPS // 2, days=GROUPS)
        make_entry("Panen baru", date=FIRST_DAY)
        deliver()

    assert walk(client, sort, write) == alone


def test_what_has_not_a_word_is_reached_to_the_last_result_by_number_and_then_by_place(
    client: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_the_best(monkeypatch, 25)
    make_groups()
    make_entry("Rumput laut", date=FIRST_DAY)
    deliver()
    address, seen = "?q=-rumput", list[str]()
    while address:
        html = client.get(f"/cari/{address}").content.decode()
        seen += re.findall(r"<h3><a [^>]*>Panen (\d{3})", html)
        following = re.findall(r'href="([^"]*)" rel="next"', html)
        assert "hasil pertama yang" not in html
        address = unescape(following[-1]) if following else ""
    assert seen == [f"{number:03}" for number in reversed(range(GROUPS))]


def test_more_of_the_groups_that_were_found_are_no_further_results(
    client: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_the_best(monkeypatch, 8)
    for number in range(5):
        make_entry(title(number), kind="topic", group=f"topic:{number}", date=FIRST_DAY + timedelta(days=9))
        make_reply(number, days=number)
        make_reply(number, days=number)
    deliver()
    (answer,) = follow(client, "/api/v1/search?q=panen&limit=5&sort=newest")
    assert (answer["total"], answer["is_capped"], len(answer["results"])) == (5, False, 5)


def test_a_page_of_just_as_many_as_fit_leads_to_no_further_one(client: Client, deliver: Deliver) -> None:
    for number in range(20):
        make_entry(title(number))
    deliver()
    html = client.get("/cari/", {"q": "panen"}).content.decode()
    assert len(shown(html)) == 20
    assert 'rel="next"' not in html


def test_where_only_the_best_can_be_reached_the_last_page_says_so(
    client: Client, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_the_best(monkeypatch, 25)
    for number in range(27):
        make_entry(title(number))
    deliver()
    said = "hanya 25 hasil pertama"
    assert said not in client.get("/cari/", {"q": "panen"}).content.decode()
    last = client.get("/cari/", {"q": "panen", "page": 2}).content.decode()
    assert "Lebih dari 25 hasil" in last
    if the_database_answers():
        assert said in last
    else:
        (following,) = re.findall(r'href="([^"]*after=[^"]*)" rel="next"', last)
        assert "27 hasil" in (further := client.get("/cari/" + unescape(following)).content.decode())
        assert said not in further
        assert 'rel="next"' not in further


def test_the_database_reads_so_many_and_then_says_that_no_others_can_be_reached(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_the_best(monkeypatch, 25)
    monkeypatch.setattr("search.engines.database.MOST_READ", 50)
    for number in range(52):
        make_entry(title(number), date=FIRST_DAY + timedelta(days=number))
    html = client.get("/cari/", {"q": "panen", "sort": "newest", "page": 2}).content.decode()
    while following := re.findall(r'href="([^"]*after=[^"]*)" rel="next"', html):
        assert "hasil pertama" not in html
        html = client.get("/cari/" + unescape(following[0])).content.decode()
    assert "hanya 50 hasil pertama" in html


def test_who_goes_on_to_where_nothing_is_left_is_told_so(client: Client, deliver: Deliver) -> None:
    make_groups(with_replies=False)
    deliver()
    after = cursor_of(client.get("/api/v1/search", {"q": "panen", "limit": 50}).json()["next"])
    SearchEntry.objects.all().delete()
    deliver()
    html = client.get("/cari/", {"q": "panen", "after": after}).content.decode()
    assert "Tidak ada hasil lagi" in html


def only_the_best(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let both engines read no more than so many."""
    monkeypatch.setattr("search.engines.elasticsearch.BEST", count)
    monkeypatch.setattr("search.engines.elasticsearch.index_size", IndexSize(entries=1_000_000, known_until=math.inf))
    monkeypatch.setattr("search.engines.database.CANDIDATES", count)


def the_database_answers() -> bool:
    return not is_used()


def follow(client: Client, address: str) -> list[dict[str, Any]]:
    """All pages of the JSON."""
    answers = []
    while address:
        answers.append(client.get(address).json())
        address = (answers[-1]["next"] or "").removeprefix("http://testserver")
    return answers


def make_groups(*, with_replies: bool = True) -> None:
    """Topics of one day after the other; some have a reply or two, found as well, of the day after."""
    for number in range(GROUPS):
        make_entry(title(number), kind="topic", group=f"topic:{number}", date=FIRST_DAY + timedelta(days=number))
        for _reply in range(number % 3 if with_replies else 0):
            make_reply(number, days=number)


def make_reply(number: int, *, days: int) -> None:
    date = FIRST_DAY + timedelta(days=days)
    make_entry(title(number), kind="post", group=f"topic:{number}", date=date, body="Panen bagus.")


def title(number: int) -> str:
    return f"Panen {number:03}"


def walk(client: Client, sort: str, between: Callable[[], None] = lambda: None) -> list[str]:
    """The titles on all pages of the JSON, with something done between each two."""
    address, seen = f"/api/v1/search?q=panen&limit={LIMIT}&sort={sort}", []
    while address:
        forget_counts()
        response = client.get(address)
        assert response.status_code == 200
        seen += [result["title"] for result in response.json()["results"]]
        address = (response.json()["next"] or "").removeprefix("http://testserver")
        between()
    return seen


def shown(html: str) -> list[str]:
    return [f"Panen {number}" for number in re.findall(r"<h3><a [^>]*><mark>Panen</mark> (\d{3})", html)]


def cursor_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["after"][0]
