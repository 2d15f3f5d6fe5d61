"""Somebody tells of themselves, chooses who sees what, and looks at it with the eyes of others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.pictures import make_photo

from .people import sign_in
from .running_site import RunningSite


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_member_shows_each_part_to_whom_they_choose(
    open_page: Callable[..., Page], site: RunningSite, scripts: bool, language: str
) -> None:
    page = open_page(java_script_enabled=scripts)
    sign_in(page, "ratna@example.org")
    start = "" if language == "id" else "/en"
    tell(page, start)
    show_picture(page, start)
    page.goto(f"{start}/anggota/ratna/")
    for text in ("menyelam mutiara", "Mandarin", "ratna.example.org"):
        expect(page.get_by_role("main")).to_contain_text(text)
    see_as(page, "member", shown=["menyelam mutiara", "Mandarin"], hidden=["ratna.example.org"])
    see_as(page, "visitor", shown=["menyelam mutiara"], hidden=["Mandarin", "ratna.example.org"])
    visitor = open_page(java_script_enabled=scripts)
    visitor.goto(f"{start}/anggota/ratna/")
    expect(visitor.get_by_role("main")).not_to_contain_text("Mandarin")
    expect(visitor.locator(".profile-head img")).to_have_count(0)
    find(visitor, start)


def tell(page: Page, start: str) -> None:
    page.goto(f"{start}/anggota/saya/")
    page.locator("[name=skills]").fill("menyelam mutiara")
    page.locator("[name=skills_audience]").select_option("0")
    page.locator("[name=languages]").fill("Mandarin")
    page.locator("[name=languages_audience]").select_option("1")
    page.locator("[name=links]").fill("bukan alamat")
    page.locator("[name=links_audience]").select_option("3")
    save(page)
    expect(page.locator("[name=links]")).to_have_value("bukan alamat")
    expect(page.locator("[name=links]")).to_have_attribute("aria-invalid", "true")
    page.locator("[name=links]").fill("ratna.example.org")
    save(page)
    expect(page.locator(".notice.success")).to_be_visible()


def show_picture(page: Page, start: str) -> None:
    page.goto(f"{start}/anggota/saya/foto/")
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": make_photo().read()}
    page.locator("[name=file]").set_input_files(photo)
    page.locator("[name=picture_audience]").select_option("1")
    save(page)
    picture = page.locator(".profile-head img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 384


def see_as(page: Page, guise: str, *, shown: list[str], hidden: list[str]) -> None:
    page.locator(f"a[href='?as={guise}']").click()
    main = page.get_by_role("main")
    expect(page.locator(".tabs [aria-current=page]")).to_have_attribute("href", f"?as={guise}")
    for text in shown:
        expect(main).to_contain_text(text)
    for text in hidden:
        expect(main).not_to_contain_text(text)


def find(page: Page, start: str) -> None:
    """A visitor finds the member by the skill that is open to everyone."""
    page.goto(f"{start}/anggota/")
    page.locator("[name=skill]").fill("Menyelam Mutiara")
    save(page, "form.filters")
    expect(page.get_by_role("main")).to_contain_text("Ratna Wijayanti")
    expect(page.locator(".member-card")).to_have_count(1)


def save(page: Page, form: str = "main form[method=post]") -> None:
    with page.expect_navigation():
        page.locator(f"{form} button").first.click()
