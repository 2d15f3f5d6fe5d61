"""A member follows a region and a sector, reads what is new, and blocks somebody whose words are folded then."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from . import acts
from .pages import KEI, TOPIC
from .running_site import RunningSite

WORDS = {
    "": {
        "follow": "Ikuti",
        "save": "Simpan",
        "following": "Dipantau",
        "stop": "Berhenti mengikuti",
        "fold": "Anda memblokir anggota ini",
    },
    "/en": {
        "follow": "Follow",
        "save": "Save",
        "following": "Tracking",
        "stop": "Unfollow",
        "fold": "You have blocked this member",
    },
}


@pytest.mark.parametrize(("language", "scripts"), [("", True), ("/en", False)], ids=["Indonesian", "English, plain"])
def test_a_member_follows_reads_and_blocks(
    open_page: Callable[..., Page], site: RunningSite, language: str, scripts: bool
) -> None:
    page, words = open_page(java_script_enabled=scripts), WORDS[language]
    page.goto(f"{language}/akun/daftar/")
    page.goto(site.link_mailed_to(acts.sign_up(page, site)))
    acts.send(page, site)
    follow(page, words, language)
    read(page, words, language)
    block(page, words, language)


def follow(page: Page, words: dict[str, str], language: str) -> None:
    page.goto(f"{language}{KEI}")
    page.get_by_role("main").get_by_role("link", name=words["follow"], exact=True).click()
    page.get_by_role("main").get_by_role("button", name=words["save"], exact=True).click()
    expect(page.get_by_role("main").get_by_role("link", name=words["following"], exact=True)).to_be_visible()
    page.goto(f"{language}/anggota/saya/mengikuti/bidang/")
    page.locator("[name=sectors]").first.check()
    acts.send(page, None)
    expect(page.get_by_role("button", name=re.compile(words["stop"]))).to_have_count(2)


def read(page: Page, words: dict[str, str], language: str) -> None:
    page.goto(f"{language}/anggota/saya/kabar/")
    expect(page.locator(".result").first).to_be_visible()
    page.locator(".result a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{language}/anggota/saya/mengikuti/")
    page.get_by_role("button", name=re.compile(words["stop"])).first.click()
    expect(page.get_by_role("button", name=re.compile(words["stop"]))).to_have_count(1)


def block(page: Page, words: dict[str, str], language: str) -> None:
    page.goto(f"{language}{TOPIC}")
    author = page.locator(".post a.author").first
    name = author.inner_text()
    author.click()
    page.locator("main a[href*='/blokir/']").click()
    acts.send(page, None)
    expect(page.get_by_role("main").get_by_role("heading", name=name)).to_be_visible()
    page.goto(f"{language}{TOPIC}")
    folded = page.locator(".post details", has_text=words["fold"])
    expect(folded.locator(".prose").first).to_be_hidden()
    folded.locator("summary").first.click()
    expect(folded.locator(".prose").first).to_be_visible()
    page.goto(f"{language}/anggota/saya/blokir/")
    page.locator("main [name=stop]").click()
    expect(page.locator("main [name=stop]")).to_have_count(0)
