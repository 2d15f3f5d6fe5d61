"""A member follows a topic, sees what came since, goes on there, keeps a post and catches up."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from . import acts
from .pages import ADMINISTRATOR, TOPIC
from .people import sign_in
from .running_site import RunningSite

READERS = {True: "oce@example.org", False: "siti@example.org"}
WRITER = "agnes@example.org"
UNREAD = "/forum/?tab=unread"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_member_reads_follows_keeps_and_catches_up(
    open_page: Callable[..., Page], site: RunningSite, scripts: bool
) -> None:
    page, other = open_page(java_script_enabled=scripts), open_page()
    sign_in(page, READERS[scripts])
    sign_in(other, WRITER)
    follow(page)
    if scripts:
        tells(page)
    answer(other, f"Kabar terbaru, {scripts}.")
    go_on(page, f"Kabar terbaru, {scripts}.")
    keep(page)
    answer(other, f"Satu lagi, {scripts}.")
    catch_up(page)


def test_a_bar_of_tabs_that_is_longer_than_the_screen_shows_the_current_one(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    sign_in(page, ADMINISTRATOR)
    page.goto("/forum/moderasi/")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollX + scrollY") == 0


def follow(page: Page) -> None:
    page.goto(TOPIC)
    page.get_by_role("main").get_by_role("link", name="Ikuti", exact=True).last.click()
    page.get_by_role("main").locator("[name=level][value='3']").check()
    page.get_by_role("main").get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("main").get_by_role("link", name="Diikuti", exact=True).first).to_be_visible()


def tells(page: Page) -> None:
    """The page tells by itself what was on the screen."""
    page.goto(TOPIC)
    last = page.locator(".post[data-number]").last
    said = f"last={last.get_attribute('data-number')}&"
    with page.expect_response(lambda answer: said in (answer.request.post_data or "")) as told:
        last.scroll_into_view_if_needed()
    assert (told.value.status, urlparse(told.value.url).path) == (204, "/forum/dibaca/")


def answer(page: Page, text: str) -> None:
    page.goto(TOPIC)
    page.get_by_role("link", name="Balas", exact=True).first.click()
    page.locator("textarea[name=body]").fill(text)
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator(".post").last).to_contain_text(text)


def go_on(page: Page, text: str) -> None:
    page.goto("/forum/")
    page.get_by_role("navigation", name="Daftar topik").get_by_role("link", name="Belum dibaca").click()
    row = page.locator(".topic-row.unread").first
    expect(row).to_contain_text("1 baru")
    row.get_by_role("link").first.click()
    page.wait_for_url("**#post-*")
    expect(page.locator(".post:target")).to_contain_text(text)


def keep(page: Page) -> None:
    page.locator(".post .menu summary").last.click()
    page.locator(".post").last.get_by_role("link", name="Tandai").click()
    page.get_by_label("Catatan").fill("Untuk rapat BUMDes")
    page.get_by_label("Besok").check()
    page.get_by_role("main").get_by_role("button", name="Tandai").click()
    expect(page.locator(".post > header").last).to_contain_text("Ditandai")
    page.goto("/forum/markah/?q=rapat")
    expect(page.get_by_role("main")).to_contain_text("Untuk rapat BUMDes")
    page.get_by_role("button", name="Lepas").first.click()
    expect(page.get_by_role("main")).not_to_contain_text("Untuk rapat BUMDes")


def catch_up(page: Page) -> None:
    page.goto(UNREAD)
    expect(page.locator(f".topic-row.unread a[href^='{TOPIC}']").first).to_be_visible()
    page.get_by_role("link", name="Tandai semua").click()
    acts.send(page, None)
    expect(page.locator(".topic-row")).to_have_count(0)
