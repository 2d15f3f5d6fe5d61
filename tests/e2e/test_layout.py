"""On the smallest telephone nothing scrolls sideways; nothing is asked of other hosts; no script stumbles."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from .pages import PAGES, Shown
from .people import People
from .window import look_at

SMALLEST = {"width": 320, "height": 568}
# What reaches out of the window and is not cut or scrolled by something around it.
STICKS_OUT = """() => [...document.querySelectorAll("body *")].filter(element => {
    if (element.getBoundingClientRect().right <= innerWidth + 1) return false
    for (let around = element.parentElement; around; around = around.parentElement)
        if (getComputedStyle(around).overflowX !== "visible") return false
    return true
}).map(element => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_nothing_sticks_out_nothing_leaves_the_site_and_no_script_stumbles(shown: Shown, people: People) -> None:
    with look_at(shown, "id", people, viewport=SMALLEST) as window:
        width = window.page.evaluate("document.documentElement.scrollWidth")
        sticks_out = window.page.evaluate(STICKS_OUT) if width > SMALLEST["width"] else []
        hosts = {urlsplit(url).netloc for url in window.requests if not url.startswith("data:")}
        refusals = [line for line in window.errors if f"status of {shown.status}" not in line]
    assert (width <= SMALLEST["width"], sticks_out) == (True, [])
    assert hosts == {urlsplit(people.site.url).netloc}
    assert refusals == []
