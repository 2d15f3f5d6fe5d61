"""What the search keeps on the device, and how its filter behaves on a small telephone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 360, "height": 740}}
MARKUP = "<img src=x onerror=document.title='broken'>"


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("no JSON", []),
        ("null", []),
        ("7", []),
        ('"kopra"', []),
        ('{"0": "kopra", "length": 1, "filter": 1}', []),
        (json.dumps([{"trim": 1}, None, 7, ["kopra"], "", "x" * 201, "pala"]), []),
        (json.dumps([{"toString": 1}, None, 7, ["kopra"], "", " ", "x" * 201, "pala"]), ["pala"]),
        (json.dumps([MARKUP]), [MARKUP]),
        (json.dumps([f"kata {number}" for number in range(100)]), [f"kata {number}" for number in range(6)]),
    ],
    ids=["no JSON", "null", "a number", "a text", "an object", "a trap", "a mixture", "markup", "too many"],
)
def test_recent_searches_that_were_tampered_with_break_nothing(
    open_page: Callable[..., Page], kept: str, told: list[str]
) -> None:
    page = open_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/cari/")
    page.evaluate("kept => localStorage.setItem('searches', kept)", kept)
    box = page.get_by_role("main").get_by_role("combobox")
    box.focus()
    options = page.get_by_role("main").get_by_role("option")
    expect(options).to_have_text([*told, "Lupakan pencarian saya"] if told else [])
    expect(page).not_to_have_title("broken")
    box.fill("kopra")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"q=kopra"))
    assert page.evaluate("JSON.parse(localStorage.searches)[0]") == "kopra"
    assert errors == []


def test_the_filter_stays_open_while_one_chooses_and_is_closed_at_first(open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    page.goto("/cari/?q=panen")
    button = page.get_by_role("main").locator("details.facets > summary")
    kinds = page.get_by_role("navigation", name="Saring")
    expect(kinds).to_be_hidden()
    button.click()
    kinds.get_by_role("link", name=re.compile("^Cerita")).click()
    expect(page).to_have_url(re.compile("kind=story"))
    expect(kinds).to_be_visible()
    assert page.evaluate("scrollY") == 0
