"""The switch of language: to the same page, or to the nearest one that is translated, and it says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

KEI = "/wilayah/provinsi-maluku/kabupaten-maluku-tenggara/"
STORY = f"{KEI}tali-yang-sama-panen-yang-berbeda/"
ENGLISH = f"/en{KEI}the-same-lines-a-different-harvest/"


@pytest.mark.parametrize(
    ("indonesian", "english"),
    [
        ("/", "/en/"),
        (STORY, ENGLISH),
        ("/wilayah/provinsi-maluku/", "/en/wilayah/provinsi-maluku/"),
        ("/wilayah/provinsi-aceh/", "/en/wilayah/provinsi-aceh/"),
        ("/cerita/?format=vlog", "/en/cerita/?format=vlog"),
        ("/forum/", "/en/forum/"),
        ("/cari/?q=tali", "/en/cari/?q=tali"),
        ("/akun/masuk/", "/en/akun/masuk/"),
    ],
)
def test_the_switch_leads_to_the_same_page_and_back(
    open_page: Callable[..., Page], indonesian: str, english: str
) -> None:
    page = open_page()
    page.goto(indonesian)
    switch(page, "en")
    assert page.url.endswith(english)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    switch(page, "id")
    assert page.url.endswith(indonesian)
    expect(page.locator("html")).to_have_attribute("lang", "id")


def test_the_language_of_the_address_counts_and_not_the_browsers(open_page: Callable[..., Page]) -> None:
    page = open_page(extra_http_headers={"Accept-Language": "en"})
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "id")


def test_an_untranslated_page_leads_to_the_nearest_translated_one_and_says_so(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{KEI}belum-diterjemahkan/")
    link = page.get_by_role("banner").locator("[hreflang=en]")
    assert "belum" in (link.get_attribute("title") or "").lower()
    link.click()
    assert page.url.endswith(f"/en{KEI}")


def switch(page: Page, language: str) -> None:
    page.get_by_role("navigation", name="Bahasa").or_(page.get_by_role("navigation", name="Language")).first.locator(
        f"[hreflang={language}]"
    ).click()
