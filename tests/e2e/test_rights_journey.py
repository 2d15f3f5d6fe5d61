"""A member takes their data with them, gives the account up, and changes their mind."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from . import acts
from .running_site import RunningSite

PASSWORD = "perahu-merah-1985"
WORDS = {
    "": {
        "copy": "Minta salinan",
        "download": "Unduh",
        "delete": "Hapus akun saya",
        "keep": "Batal, akun saya tetap ada",
    },
    "/en": {"copy": "Ask for a copy", "download": "Download", "delete": "Delete my account", "keep": "Keep my account"},
}


@pytest.mark.parametrize(("language", "scripts"), [("", True), ("/en", False)], ids=["Indonesian", "English, plain"])
def test_a_member_downloads_their_data_gives_up_and_stays(
    open_page: Callable[..., Page], site: RunningSite, language: str, scripts: bool
) -> None:
    page, words = open_page(java_script_enabled=scripts), WORDS[language]
    page.goto(f"{language}/akun/daftar/")
    email = acts.sign_up(page, site)
    page.goto(site.link_mailed_to(email))
    acts.send(page, site)
    download(page, site, email, words, language)
    give_up_and_stay(page, site, email, words, language)


def download(page: Page, site: RunningSite, email: str, words: dict[str, str], language: str) -> None:
    page.goto(f"{language}/anggota/saya/")
    page.locator("main a[href$='/saya/data/']").click()
    expect(page.get_by_role("main")).to_contain_text("2026-11")  # the consent given at sign-up
    page.get_by_role("button", name=words["copy"]).click()
    link = re.compile(r"/saya/data/$")
    text = ""
    for _try in range(60):
        text = site.mail_to(email).get_content()
        if "/saya/data/" in text:
            break
        page.wait_for_timeout(500)
    assert "/saya/data/" in text
    page.goto(f"{language}/anggota/saya/data/")
    expect(page).to_have_url(link)
    with page.expect_download() as coming:
        page.get_by_role("main").get_by_role("link", name=words["download"]).click()
    with zipfile.ZipFile(coming.value.path()) as archive:
        assert json.loads(archive.read("account.json"))[0]["email"] == email


def give_up_and_stay(page: Page, site: RunningSite, email: str, words: dict[str, str], language: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words["delete"]).click()
    page.get_by_role("button", name=words["delete"]).click()
    expect(page.locator(".field .error")).to_have_count(2)
    page.locator("[name=keeps][value=no]").check()
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=sure]").check()
    page.get_by_role("button", name=words["delete"]).click()
    expect(page.get_by_role("button", name=words["keep"])).to_be_visible()
    page.goto(f"{language}/akun/keluar/")
    acts.send(page, site)
    page.goto(f"{language}/akun/masuk/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    acts.send(page, site)
    page.get_by_role("main").get_by_role("button", name=words["keep"]).click()
    expect(page).to_have_url(re.compile(r"/saya/data/$"))
    expect(page.get_by_role("button", name=words["keep"])).to_have_count(0)
