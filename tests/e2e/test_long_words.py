"""A word without an end breaks no page: one member's title isn't to make everybody else's page scroll sideways."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from .forum_steps import DESK, PHONE, Way, begin_topic, publish
from .people import INVITER, sign_in

WORD = "W" * 200


def test_no_page_about_a_topic_scrolls_sideways_for_a_long_word(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=PHONE)
    sign_in(page, INVITER)
    begin_topic(page, Way("", True, PHONE), WORD)
    page.locator("#with-poll").check()
    page.locator("[name=poll-options]").fill(f"{'A' * 110}\n{'B' * 110}")
    topic = publish(page, WORD)
    page.goto(topic)
    links = "main a[href*='/jajak/'], main a[href*='/balas/'], main a[href*='/mengikuti/'], main a[href*='/bagikan/']"
    addresses = {str(link.get_attribute("href")).partition("#")[0] for link in page.locator(links).all()}
    assert len(addresses) > 3
    for address in [topic, "/forum/", *sorted(addresses)]:
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
