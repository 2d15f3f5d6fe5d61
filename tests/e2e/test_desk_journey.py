"""A visitor reports something, a moderator decides by keys, its author appeals, and another one shows it again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .people import JUDGED, KEEPER, People

ADMINISTRATOR = "redaksi@example.org"
PHONE = {"width": 360, "height": 740}
PROFILE = "/anggota/diadili/"


@pytest.fixture
def window(people: People):
    contexts = []

    def open_one(email: str = "", **options: object):
        contexts.append(people.window(email, **options))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


def test_a_report_a_decision_an_appeal_and_another_decision(window) -> None:
    visitor = window(viewport=PHONE)
    visitor.goto(PROFILE)
    visitor.get_by_role("link", name="Laporkan").click()
    visitor.get_by_role("button", name="Kirim laporan").click()
    expect(visitor.locator(".error").first).to_be_visible()
    visitor.get_by_label("Iklan atau penipuan").check()
    visitor.get_by_role("button", name="Kirim laporan").click()
    expect(visitor.get_by_role("heading", name="Terima kasih")).to_be_visible()

    first = window(ADMINISTRATOR)
    first.goto("/moderasi/?perihal=profile")
    first.keyboard.press("j")
    expect(first.locator("[data-case]").first).to_be_focused()
    first.keyboard.press("Enter")
    expect(first.get_by_text("Jual jam, hubungi saya.").first).to_be_visible()
    expect(first.locator("[data-keys]").first).to_be_visible()
    first.keyboard.press("2")
    expect(first.get_by_label("Sembunyikan")).to_be_checked()
    _choose_sanctions_by_keys(first)
    _ask_to_remove_by_keys(first)
    first.keyboard.press("2")
    first.keyboard.press("r")
    first.keyboard.type("Profil bukan tempat iklan.")
    first.keyboard.press("Control+Enter")
    expect(first.get_by_text("Perkara diputuskan.").first).to_be_visible()
    assert visitor.goto(PROFILE).status == 404

    author = window(JUDGED, viewport=PHONE)
    author.goto("/moderasi/tulisan-saya/")
    author.get_by_role("link", name="diadili").first.click()
    expect(author.get_by_text("Profil bukan tempat iklan.")).to_be_visible()
    author.get_by_role("link", name="Ajukan banding").click()
    author.get_by_label("Mengapa menurut Anda berbeda").fill("Itu jam buatan kelompok kami.")
    author.get_by_role("button", name="Kirim banding").click()
    expect(author.get_by_text("Itu jam buatan kelompok kami.")).to_be_visible()

    first.goto("/moderasi/?perihal=appeal")
    first.locator("[data-case]", has_text="diadili").first.click()
    expect(first.locator("[name=decision]")).to_have_count(0)
    second = window(KEEPER, viewport=PHONE, java_script_enabled=False)
    second.goto("/moderasi/?perihal=appeal")
    second.locator("[data-case]", has_text="diadili").first.click()
    second.get_by_label("Tampilkan lagi").check()
    second.get_by_role("button", name="Putuskan", exact=True).click()
    expect(second).to_have_url(re.compile(r"/moderasi/\?perihal=appeal$"))

    author.reload()
    expect(author.get_by_text("Tulisan itu ditampilkan lagi.")).to_be_visible()


def _choose_sanctions_by_keys(page: Page) -> None:
    """Go through the sanctions, and for how long, and end with none."""
    hours = page.locator("select[name=hours]")
    for key, name in (("w", "warn"), ("s", "silence"), ("a", "suspend")):
        page.keyboard.press(key)
        expect(page.locator(f"input[name=sanction][value={name}]")).to_be_checked()
        if name == "warn":
            continue
        expect(hours).to_be_focused()
        page.keyboard.press("7")
        expect(hours).to_have_value("168")
        page.keyboard.press("ArrowUp")
        expect(hours).to_have_value("72")
    page.keyboard.press("n")
    expect(page.locator("input[name=sanction][value='']")).to_be_checked()
    expect(page.get_by_label("Sembunyikan")).to_be_checked()


def _ask_to_remove_by_keys(page: Page) -> None:
    """Be asked once more before an account is removed, and go back to what was typed."""
    page.keyboard.press("9")
    page.keyboard.press("r")
    page.keyboard.type("Iklan.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Singkirkan 1 akun")).to_be_visible()
    page.get_by_role("button", name="Kembali").click()
    expect(page.locator("[name=decision][value=spammer]")).to_be_checked()
    page.locator("[name=reason]").clear()
    page.locator("[name=decision][value=spammer]").focus()
