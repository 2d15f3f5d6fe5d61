"""Every page in both languages: valid, accessible, fits the smallest telephone, and asks no other host."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.services.servers import ServerMissing

from .checker import Checker
from .pages import LANGUAGES, ONLY_INDONESIAN, PAGES, Shown
from .people import People
from .window import Window, look_at

SMALLEST = {"width": 320, "height": 568}
WIDE = {"width": 1280, "height": 800}
# What reaches out of the window and is not cut or scrolled by something around it.
STICKS_OUT = """() => [...document.querySelectorAll("body *")].filter(element => {
    if (element.getBoundingClientRect().right <= innerWidth + 1) return false
    for (let around = element.parentElement; around; around = around.parentElement)
        if (getComputedStyle(around).overflowX !== "visible") return false
    return true
}).map(element => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_page_is_valid_accessible_fits_and_stays_at_home(
    shown: Shown, language: str, people: People, checker: Checker | ServerMissing
) -> None:
    if language == "en" and shown.english == ONLY_INDONESIAN:
        pytest.skip("shown in one language")
    with look_at(shown, language, people, viewport=SMALLEST, reduced_motion="reduce") as window:
        assert window.response.status == shown.status
        assert window.page.locator("html").get_attribute("lang") == language
        assert window.page.locator("h1").count() == 1
        assert sticks_out(window) == []
        if language == "id":  # structure and colours are the same in both
            window.page.set_viewport_size(WIDE)
            assert violations(window) == []
            assert pale_in_the_dark(window) == []
        assert hosts(window) == {urlsplit(people.site.url).netloc}
        assert [line for line in window.errors if f"status of {shown.status}" not in line] == []
        if isinstance(checker, ServerMissing):
            pytest.skip(str(checker))
        assert checker.errors(window.source) == []


def sticks_out(window: Window) -> list[str]:
    """What makes the page scroll sideways."""
    width = window.page.evaluate("document.documentElement.scrollWidth")
    return window.page.evaluate(STICKS_OUT) or [f"{width} px wide"] if width > SMALLEST["width"] else []


def violations(window: Window) -> list[str]:
    """What axe finds."""
    return _said(Axe().run(window.page).response)


def pale_in_the_dark(window: Window) -> list[str]:
    """What axe, which is in the page already, finds too pale in the dark scheme."""
    window.page.emulate_media(color_scheme="dark")
    return _said(window.page.evaluate("axe.run({runOnly: ['color-contrast']})"))


def hosts(window: Window) -> set[str]:
    """Whom the page asked for anything."""
    return {urlsplit(url).netloc for url in window.requests if not url.startswith("data:")}


def _said(found: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
