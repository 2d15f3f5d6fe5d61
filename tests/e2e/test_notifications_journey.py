"""Somebody replies; who started the topic sees it at the bell, goes there, and chooses which mails come."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.services.servers import wait_for

from . import acts
from .pages import MEMBER, OWN_TOPIC
from .people import sign_in

WORDS = {
    "": {"unread": "pemberitahuan belum dibaca", "none": "Pemberitahuan", "replied": "membalas di topik Anda"},
    "/en": {"unread": "unread notification", "none": "Notifications", "replied": "replied in your topic"},
}


@pytest.mark.parametrize(("language", "scripts"), [("", True), ("/en", False)], ids=["Indonesian", "English, plain"])
def test_a_reply_rings_the_bell_until_one_has_been_there(
    open_page: Callable[..., Page], language: str, scripts: bool
) -> None:
    words = WORDS[language]
    here, there = (open_page(java_script_enabled=scripts) for _person in range(2))
    sign_in(here, MEMBER)
    read_all(here, language)
    sign_in(there, "hamid@example.org")
    there.goto(f"{language}/forum/balas/1/")
    there.locator("[name=body]").fill(f"Salam dari Tual, {language or 'id'}.")
    acts.send(there, None)
    ring(here, words, language)
    here.locator("main .topic-row a", has_text=re.compile(words["replied"])).first.click()
    expect(here.get_by_role("heading", level=1)).to_be_visible()
    expect(here.locator("header").get_by_role("link", name=words["none"], exact=True)).to_be_visible()
    here.goto(f"{language}{OWN_TOPIC}")
    choose(here, language)


def read_all(page: Page, language: str) -> None:
    """Have nothing left of what the member was told before."""
    page.goto(f"{language}/pemberitahuan/")
    if (button := page.locator("main form[action$='/dibaca/'] button")).count():
        button.click()
        expect(button).to_have_count(0)


def ring(page: Page, words: dict[str, str], language: str) -> None:
    """Wait for the bell, and follow it."""
    bell = page.locator("header").get_by_role("link", name=re.compile(words["unread"]))

    def rings() -> bool:
        page.goto(f"{language}/forum/")
        return bell.count() > 0

    wait_for(rings, "the bell", 60)
    bell.click()
    expect(page.locator("main .topic-row.unread").first).to_be_visible()


def choose(page: Page, language: str) -> None:
    page.goto(f"{language}/pemberitahuan/surel/")
    page.locator("[name=reply]").uncheck()
    acts.send(page, None)
    expect(page.locator("[name=reply]")).not_to_be_checked()
    page.locator("[name=reply]").check()
    acts.send(page, None)
    expect(page.locator("[name=reply]")).to_be_checked()
