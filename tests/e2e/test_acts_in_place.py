"""A moderator's act opened in the topic itself: it is closed again as one expects, and what is wrong is said there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .pages import ADMINISTRATOR, TOPIC
from .people import People


@pytest.fixture
def page(people: People) -> Iterator[Page]:
    context = people.window(ADMINISTRATOR, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(TOPIC)
    yield page
    context.close()


def opener_of(page: Page) -> Locator:
    return page.locator(".topic-head [data-opener]")


def open_act(page: Page, name: str) -> Locator:
    opener_of(page).click()
    page.locator(f"nav[data-opened] a[href$='/{name}/']").click()
    form = page.locator("form[data-opened]")
    expect(form.get_by_role("heading", level=2)).to_be_visible()
    return form


def test_the_opener_escape_and_cancel_close_what_was_opened_and_the_opener_opens_it_again(page: Page) -> None:
    opener, opened = opener_of(page), page.locator("[data-opened]")
    for _time in range(2):
        opener.click()
        expect(page.locator("nav[data-opened]")).to_be_focused()
        opener.click()
        expect(opened).to_have_count(0)
    open_act(page, "hapus").locator("[name=reason]").press("Escape")
    expect(opened).to_have_count(0)
    expect(opener).to_be_focused()
    open_act(page, "tutup").locator("[data-close]").click()
    expect(opened).to_have_count(0)
    assert page.url.endswith(TOPIC)


def test_the_key_closes_a_menu_before_what_was_opened_below_it(page: Page) -> None:
    menu = page.locator("#post-2 details.menu")
    menu.locator("summary").click()
    menu.locator("[data-opener]").click()
    expect(page.locator("#post-2 nav[data-opened]")).to_be_visible()
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(page.locator("#post-2 nav[data-opened]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-opened]")).to_have_count(0)
    expect(menu.locator("summary")).to_be_focused()


def test_an_act_without_its_reason_stays_in_the_topic_with_what_is_wrong_and_is_then_done(page: Page) -> None:
    form = open_act(page, "sembunyikan")
    form.locator("button").click()
    expect(form.locator(".error")).to_be_visible()
    assert page.url.endswith(TOPIC)
    form.locator("[name=reason]").fill("Ditinjau dulu")
    with page.expect_navigation():
        form.locator("button").click()
    expect(page.locator(".topic-head .stack")).to_contain_text("Ditinjau dulu")
    page.locator(".post a[href$='/batal/'] >> nth=-1").click()
    with page.expect_navigation():
        page.locator("main form[method=post] button").click()
    expect(page.locator(".topic-head .stack")).to_have_count(0)
