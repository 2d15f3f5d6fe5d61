"""A mentor registers a person without an address and writes for them; the person takes the account over."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from . import claiming
from .acts import send
from .people import MENTOR, sign_in
from .running_site import RunningSite

CODE = re.compile(r"\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b")


@pytest.mark.parametrize(("language", "scripts"), [("id", True), ("en", False)], ids=["Indonesian", "English, plain"])
def test_a_person_without_an_address_takes_part_and_takes_over(
    open_page: Callable[..., Page], site: RunningSite, language: str, scripts: bool
) -> None:
    start, name = ("" if language == "id" else "/en"), f"Mama Perjalanan {language}"
    page = open_page(java_script_enabled=scripts)
    sign_in(page, MENTOR)
    register(page, site, start, name, language)
    person = page.url
    topic = write_for_them(page, site, start, name)
    page.goto(f"{person}kode/")
    send(page, site)
    code = CODE.search(page.get_by_role("main").inner_text())
    assert code
    page.goto(f"{person}kode/")
    assert not CODE.search(page.get_by_role("main").inner_text())
    own = take_over(open_page(java_script_enabled=scripts), site, start, code[0], language)
    expect(own.get_by_role("main")).to_contain_text("Bibit kami")
    own.goto(topic)
    expect(own.locator(".post a[href$='/hapus/']")).to_have_count(1)
    page.goto(f"{start}/forum/")
    expect(page.locator("form[action$='/berhenti/']")).to_have_count(0)  # acting has ended with the claim
    assert page.goto(person).status == 404


def register(page: Page, site: RunningSite, start: str, name: str, language: str) -> None:
    page.goto(f"{start}/anggota/saya/dampingan/baru/")
    send(page, site)
    expect(page.locator(".field .error").first).to_be_visible()
    page.locator("[name=name]").fill(name)
    page.locator("[name=region]").fill("81.02")
    page.locator("[name=language]").select_option(language)
    page.locator("[name=consent_place]").fill("Ohoi Contoh")
    page.locator("[name=agreed]").check()
    send(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def write_for_them(page: Page, site: RunningSite, start: str, name: str) -> str:
    """Write for the person, under both names, then for oneself again; return the address of the topic."""
    send(page, site)
    banner = page.locator("form[action$='/berhenti/']")
    expect(banner).to_contain_text(name)
    page.goto(f"{start}/forum/baru/")
    page.locator("[name=category]").select_option(index=1)
    page.locator("[name=title]").fill("Bibit kami memutih")
    page.locator("[name=body]").fill("Siapa tahu sebabnya?")
    send(page, site)
    expect(page.locator(".post header")).to_contain_text(name)
    expect(page.locator(".post header .meta b")).to_have_text(re.compile("Anggota Contoh"))
    return page.url


def take_over(page: Page, site: RunningSite, start: str, code: str, language: str) -> Page:
    """Claim with a wrong code, then with the right one; the list of what was done follows."""
    email = f"perjalanan-{language}@example.org"
    page.goto(f"{start}/akun/klaim/")
    for typed in ("AAAA-AAAA-AAAA", code.lower().replace("-", " ")):
        page.locator("[name=code]").fill(typed)
        page.locator("[name=email]").fill(email)
        send(page, site)
    page.goto(site.link_mailed_to(email))
    claiming.choose_password(page, site)
    expect(page).to_have_url(re.compile("/atas-nama-saya/$"))
    return page
