"""The description of the search that browsers read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_leads_to_a_description_of_the_search_in_its_language(client: Client, prefix: str) -> None:
    address = f"{prefix}/cari/opensearch.xml"
    page = client.get(f"{prefix}/cari/").content.decode()
    assert f'<link rel="search" type="application/opensearchdescription+xml" href="{address}" title="Negeri">' in page
    response = client.get(address)
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=86400"}
    description = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    assert description.tag == f"{SPACE}OpenSearchDescription"
    assert description.findtext(f"{SPACE}ShortName") == "Negeri"
    assert description.findtext(f"{SPACE}Language") == (prefix[1:] or "id")
    assert description.findtext(f"{SPACE}Image") == "http://testserver/static/img/favicon.svg"
    templates = {url.get("rel", url.get("type")): url.get("template") for url in description.iter(f"{SPACE}Url")}
    assert templates["text/html"] == f"http://testserver{prefix}/cari/?q={{searchTerms}}"
    assert client.get(urlsplit(templates["self"]).path).status_code == 200
    suggested = templates["application/x-suggestions+json"].replace("{searchTerms}", "ter")
    assert client.get(suggested.removeprefix("http://testserver")).json()[0] == "ter"


def test_the_name_is_no_longer_than_the_format_allows_and_no_cookie_is_set(client: Client, settings: Any) -> None:
    settings.SITE_NAME = "Negeri & kampung halaman"
    response = client.get("/cari/opensearch.xml")
    name = ElementTree.fromstring(response.content).findtext(f"{SPACE}ShortName")  # noqa: S314 - our own
    assert name == "Negeri & kampung"
    assert not response.cookies


@pytest.mark.parametrize(("prefix", "kind"), [("", "Topik"), ("/en", "Topic")])
def test_a_browser_is_given_titles_what_they_are_and_where(client: Client, prefix: str, kind: str) -> None:
    make_entry("Teripang & <garam>", kind="topic", place="Tual")
    make_entry("Teripang rahasia", audience="members")
    response = client.get(f"{prefix}/cari/saran.json", {"q": "teri"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    assert response["Cache-Control"] == "private, no-store"
    assert response.json() == [
        "teri",
        ["Teripang & <garam>"],
        [f"{kind} · Tual"],
        [f"http://testserver{prefix}/1/"],
    ]
    client.force_login(MemberFactory())
    assert len(client.get(f"{prefix}/cari/saran.json", {"q": "teri"}).json()[1]) == 2


@pytest.mark.parametrize("text", ["", "!!!", "\0", '"; --', "x" * 500])
def test_whatever_is_typed_gets_an_answer_that_repeats_it(client: Client, text: str) -> None:
    assert client.get("/cari/saran.json", {"q": text}).json() == [text[:60], [], [], []]


@pytest.mark.parametrize("text", ["te\u200bri", "ｔｅｒｉ", " teri\x01"])
def test_signs_that_nobody_sees_and_wide_letters_are_read_as_in_the_box_and_repeated_as_they_came(
    client: Client, text: str
) -> None:
    make_entry("Teripang", kind="topic")
    assert client.get("/cari/saran.json", {"q": text}).json()[:2] == [text, ["Teripang"]]


@pytest.mark.usefixtures("still_clock")
def test_the_suggestions_of_the_browser_and_of_the_box_are_counted_together(client: Client) -> None:
    for number in range(10):
        client.get("/cari/saran/" if number % 2 else "/cari/saran.json", {"q": "t"})
    assert client.get("/cari/saran.json", {"q": "t"}).status_code == 429
    assert client.post("/cari/saran.json").status_code == 405
