"""The results as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from guard.limits import forget_counts

from search.cursors import write_cursor
from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/search"


def test_an_answer_tells_of_each_result_as_text_and_as_marked_html(client: Client) -> None:
    make_entry("Teripang & <garam>", summary="Harga teripang > 100", author="Redaksi", place="Tual")
    response = client.get(ADDRESS, {"q": "teripang"})
    answer = response.json()
    assert set(answer) == {
        *("total", "is_capped", "is_partial", "is_stand_in", "is_behind", "meant", "is_meant"),
        *("results", "facets", "problems", "next"),
    }
    assert (answer["total"], answer["is_capped"], answer["is_meant"], answer["next"]) == (1, False, False, None)
    assert answer["results"] == [
        {
            "kind": "story",
            "title": "Teripang & <garam>",
            "title_html": "<mark>Teripang</mark> &amp; &lt;garam&gt;",
            "excerpt": "Harga teripang > 100",
            "excerpt_html": "Harga <mark>teripang</mark> &gt; 100",
            "url": "http://testserver/1/",
            "language": "id",
            "place": "Tual",
            "author": "Redaksi",
            "date": None,
            "is_folded": False,
        }
    ]
    assert response["Cache-Control"] == "private, no-store"


def test_the_next_addresses_lead_through_all_results_without_repeats(client: Client) -> None:
    for number in range(23):
        make_entry(f"Teripang {number}")
    address, seen = f"{ADDRESS}?q=teripang&limit=5&reader=en", []
    while address:
        forget_counts()
        answer = client.get(address).json()
        assert len(answer["results"]) <= 5
        seen += [result["title"] for result in answer["results"]]
        address = (answer["next"] or "").removeprefix("http://testserver")
    assert len(seen) == len(set(seen)) == answer["total"] == 23


def test_facets_are_counted_and_tell_what_is_chosen(client: Client) -> None:
    make_region("81.02")
    make_entry("Teripang", kind="story", regions=["81", "81.02"])
    make_entry("Teripang kering", kind="topic")
    facets = client.get(ADDRESS, {"q": "teripang", "kind": "topic"}).json()["facets"]
    kinds = {value["value"]: (value["count"], value["is_chosen"]) for value in facets["kind"]}
    assert kinds == {"story": (1, False), "topic": (1, True)}
    forget_counts()
    regions = client.get(ADDRESS, {"q": "teripang", "region": "81"}).json()["facets"]["region"]
    assert [value["value"] for value in regions] == ["81", "81.02"]


@pytest.mark.parametrize(
    "part", ["kind=nothing", "sort=worst", "since=never", "near=99", "limit=51", "limit=many", "reader=xx"]
)
def test_what_names_nothing_is_refused_in_the_readers_language(client: Client, part: str) -> None:
    response = client.get(f"{ADDRESS}?q=teripang&{part}")
    assert response.status_code == 400
    assert response.json()["refused"] == [part]
    if not part.startswith("reader"):
        english = client.get(f"{ADDRESS}?q=teripang&{part}&reader=en").json()
        assert english["detail"] == "It asks for something that doesn’t exist, or no longer does:"
        assert response.json()["detail"] != english["detail"]


def test_too_many_values_of_a_filter_are_refused_for_their_number(client: Client) -> None:
    years = "&".join(f"year={year}" for year in range(2000, 2021))
    refusal = client.get(f"{ADDRESS}?{years}&reader=en").json()
    assert "at most 20" in refusal["detail"]
    assert "exist" not in refusal["detail"]
    assert refusal["refused"] == ["year=2020"]


def test_an_empty_search_is_refused(client: Client) -> None:
    response = client.get(ADDRESS, {"sort": "newest", "reader": "en"})
    assert response.status_code == 400
    assert response.json()["detail"].startswith("Say what you are looking for")


@pytest.mark.parametrize(
    "cursor",
    ["forged", write_cursor(("database", 5, 1), "?q=another"), write_cursor(("another", 5), "?q=teripang")],
    ids=["forged", "of another search", "of another engine"],
)
def test_a_cursor_that_leads_nowhere_is_refused(client: Client, cursor: str) -> None:
    make_entry("Teripang")
    response = client.get(ADDRESS, {"q": "teripang", "after": cursor, "reader": "en"})
    assert response.status_code == 400
    assert response.json() == {
        "detail": "Its place in the results is no longer there. Begin again from the first page.",
        "refused": [],
    }


def test_what_members_may_see_is_found_by_members_only(client: Client) -> None:
    make_entry("Teripang rahasia", audience="members")
    visited = client.get(ADDRESS, {"q": "teripang"})
    assert (visited.json()["total"], visited.json()["results"], visited.json()["facets"]) == (0, [], {})
    client.force_login(MemberFactory())
    assert client.get(ADDRESS, {"q": "teripang"}).json()["total"] == 1


def test_other_sites_may_read_what_a_visitor_finds_and_never_what_a_member_finds(client: Client) -> None:
    assert client.get(ADDRESS, {"q": "teripang"})["Access-Control-Allow-Origin"] == "*"
    client.force_login(MemberFactory())
    response = client.get(ADDRESS, {"q": "teripang"})
    assert "Access-Control-Allow-Origin" not in response
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("still_clock")
def test_a_visitor_in_a_hurry_is_told_in_json_when_to_ask_again(client: Client) -> None:
    responses = [client.get(ADDRESS, {"q": "teripang", "reader": "en"}) for _time in range(3)]
    assert [response.status_code for response in responses] == [200, 200, 429]
    assert int(responses[2]["Retry-After"]) >= 1
    assert responses[2]["Access-Control-Allow-Origin"] == "*"
    assert responses[2].json()["detail"].startswith("Too many searches.")


@pytest.mark.usefixtures("still_clock")
@pytest.mark.parametrize(
    "query",
    [{"limit": "9999"}, {"kind": "ship"}, {"after": "forged"}, {"q": ""}, {"reader": "xx"}, {"after": "a:b:c"}],
    ids=["limit", "filter", "cursor", "nothing", "language", "signed cursor"],
)
def test_what_is_refused_is_counted_too(client: Client, settings: Any, query: dict[str, str]) -> None:
    settings.SEARCH_RATES = {"search": ["2/minute"]}
    asked = {"q": "teripang", **query}
    responses = [client.get(ADDRESS, asked) for _time in range(3)]
    assert [response.status_code for response in responses] == [400, 400, 429]
    assert responses[2]["Access-Control-Allow-Origin"] == "*"


def test_a_member_is_not_counted(client: Client) -> None:
    client.force_login(MemberFactory())
    assert {client.get(ADDRESS, {"q": "teripang"}).status_code for _time in range(4)} == {200}


@pytest.mark.usefixtures("still_clock")
def test_the_rates_are_those_of_the_settings(client: Client, settings: Any) -> None:
    settings.SEARCH_RATES = {"search": ["4/minute"], "suggestions": ["1/minute"]}
    codes = [client.get(ADDRESS, {"q": "teripang"}).status_code for _time in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    codes = [client.get("/cari/saran/", {"q": "teri"}).status_code for _time in range(2)]
    assert codes == [200, 429]


@pytest.mark.usefixtures("still_clock")
def test_the_page_and_the_json_are_counted_together(client: Client) -> None:
    for _time in range(2):
        client.get("/cari/", {"q": "teripang"})
    assert client.get(ADDRESS, {"q": "teripang"}).status_code == 429


@pytest.mark.parametrize(("language", "prefix", "label"), [("id", "", "Cerita"), ("en", "/en", "Story")])
def test_labels_and_addresses_are_in_the_readers_language(
    client: Client, language: str, prefix: str, label: str
) -> None:
    make_entry("Teripang", kind="topic")
    make_entry("Teripang kering", kind="story")
    response = client.get(ADDRESS, {"q": "teripang", "reader": language})
    answer = response.json()
    topic = next(result for result in answer["results"] if result["kind"] == "topic")
    assert topic["url"] == f"http://testserver{prefix}/1/"
    assert label in {value["label"] for value in answer["facets"]["kind"]}
    assert response["Content-Language"] == language


def test_operators_that_were_not_understood_are_told(client: Client) -> None:
    make_entry("Teripang")
    answer = client.get(ADDRESS, {"q": "teripang kind:ship", "reader": "en"}).json()
    assert answer["problems"] == ["“kind:ship” was left out: there is no such kind."]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_reading_is_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{ADDRESS}?q=teripang").status_code == 405


def test_the_description_names_the_parameters(client: Client) -> None:
    operation = client.get("/api/v1/openapi.json").json()["paths"][ADDRESS]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert {"q", "kind", "region", "sort", "after", "limit", "reader"} <= names


def test_thirty_results_cost_as_many_queries_as_one(client: Client) -> None:
    make_entry("Teripang")
    counted = [_queries(client)]
    for number in range(29):
        make_entry(f"Teripang {number}")
    counted.append(_queries(client))
    assert counted[0] == counted[1]


def _queries(client: Client) -> int:

    address = {"q": "teripang", "limit": 50}
    client.get(ADDRESS, address)
    forget_counts()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ADDRESS, address).json()["results"]
    forget_counts()
    return len(captured)
