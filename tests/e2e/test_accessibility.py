"""axe finds nothing on any page, in either language, in the light and in the dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from .pages import LANGUAGES, ONLY_INDONESIAN, PAGES, Shown
from .people import People
from .window import Window, look_at

ONLY_COLOURS = {"runOnly": ["color-contrast"]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_axe_finds_nothing(shown: Shown, language: str, people: People) -> None:
    if language == "en" and shown.english == ONLY_INDONESIAN:
        pytest.skip("shown in one language")
    with look_at(shown, language, people, reduced_motion="reduce") as window:
        assert window.response.status == shown.status
        assert window.page.locator("html").get_attribute("lang") == language
        assert window.page.locator("h1").count() == 1
        found = violations(window)
        window.page.emulate_media(color_scheme="dark")
        found += violations(window, ONLY_COLOURS)
    assert found == []


def violations(window: Window, options: dict[str, object] | None = None) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in Axe().run(window.page, options=options).response["violations"]
        for node in violation["nodes"]
    ]
