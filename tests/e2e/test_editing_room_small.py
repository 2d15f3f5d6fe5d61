"""The editing room on a small screen, where Wagtail's own styles leave something off the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .pages import ADMINISTRATOR
from .people import People

STICKING_OUT = """() => [...document.querySelectorAll("main .w-field, main .w-field *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.className)"""
BROKEN = """() => [...document.querySelectorAll("td.title a")]
  .filter((each) => each.getBoundingClientRect().width < 60).map((each) => each.textContent)"""


@pytest.fixture
def page(people: People) -> Iterator[Page]:
    window = people.window(ADMINISTRATOR, viewport={"width": 360, "height": 740})
    yield window.new_page()
    window.close()


def test_the_settings_of_the_forum_fit(page: Page) -> None:
    page.goto("/admin/settings/forums/forumsettings/")
    page.locator("select").first.wait_for()
    assert page.evaluate(STICKING_OUT) == []


def test_names_of_categories_are_not_broken_into_letters(page: Page) -> None:
    page.goto("/admin/forum/categories/")
    assert page.evaluate(BROKEN) == []
