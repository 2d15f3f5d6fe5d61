"""Somebody makes their account safe: an app with codes and codes on paper, a passkey, signing out elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.second_factors import code_of

from .running_site import RunningSite
from .signing_in import lend_finger
from .test_member_journey import join

PASSWORD = "perahu-merah-1985"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_sets_up_an_app_and_comes_in_by_a_recovery_code(
    open_page: Callable[..., Page], site: RunningSite, scripts: bool
) -> None:
    page, email = open_page(java_script_enabled=scripts), f"aman-{scripts}@example.org".lower()
    join(page, site, email)
    open_security(page)
    page.get_by_role("main").get_by_role("link", name="Aplikasi kode").click()
    prove(page)
    page.get_by_label("Kode yang sekarang ditampilkan aplikasi").fill(code_of(page.locator("main code").inner_text()))
    page.get_by_role("main").get_by_role("button", name="Pasang").click()
    expect(page.get_by_role("heading", name="Kode cadangan", level=1)).to_be_visible()
    expect(page.locator("main code")).to_have_count(10)
    spare = page.locator("main code").first.inner_text()
    sign_out(page)
    for expected in ("Selamat datang, Warga Baru.", "Kode ini tidak cocok"):
        sign_in(page, email)
        page.get_by_label("Kode dari aplikasi, atau kode cadangan").fill(spare)
        page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
        expect(page.get_by_text(expected)).to_be_visible()
        if expected.startswith("Selamat"):
            sign_out(page)
    assert "Aplikasi kode dipasang" in site.mail_to(email).get_content()


def test_somebody_adds_a_passkey_and_comes_in_with_a_finger(open_page: Callable[..., Page], site: RunningSite) -> None:
    page, email = open_page(), "kunci@example.org"
    lend_finger(page)
    join(page, site, email)
    open_security(page)
    page.get_by_role("main").get_by_role("link", name="Kunci sandi").click()
    prove(page)
    page.get_by_label("Nama kunci sandi").fill("Ponsel saya")
    page.get_by_role("main").get_by_role("button", name="Tambah").click()
    expect(page.get_by_role("heading", name="Kode cadangan", level=1)).to_be_visible()
    sign_out(page)
    page.goto("/akun/masuk/?next=/anggota/saya/")
    page.get_by_role("main").get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("textbox", name="Tentang saya")).to_be_visible()
    assert page.url.endswith("/anggota/saya/")
    open_security(page)
    page.get_by_role("main").get_by_role("link", name="Kunci sandi").click()
    expect(page.get_by_role("main").get_by_text("Ponsel saya").first).to_be_visible()
    sign_out(page)
    sign_in(page, email)
    page.get_by_role("main").get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_text("Selamat datang, Warga Baru.")).to_be_visible()


def test_without_scripts_the_page_of_passkeys_says_what_is_missing(
    open_page: Callable[..., Page], site: RunningSite
) -> None:
    page = open_page(java_script_enabled=False)
    join(page, site, "tanpa-skrip@example.org")
    page.goto("/akun/keamanan/kunci-sandi/tambah/")
    prove(page)
    expect(page.get_by_text("peramban memerlukan JavaScript")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button", name="Tambah")).to_have_count(0)
    page.goto("/akun/keluar/")
    page.get_by_role("main").get_by_role("button", name="Keluar").click()
    page.goto("/akun/masuk/")
    expect(page.get_by_role("main").get_by_role("button", name="Masuk dengan kunci sandi")).to_have_count(0)


def test_a_browser_that_gives_no_passkey_is_answered_in_a_sentence(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/akun/masuk/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.get_by_role("main").get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Peramban tidak memberikan kunci sandi.")).to_be_visible()


def test_somebody_signs_out_everywhere_else(open_page: Callable[..., Page], site: RunningSite) -> None:
    here, elsewhere = open_page(), open_page()
    join(here, site, "di-mana-mana@example.org")
    sign_in(elsewhere, "di-mana-mana@example.org")
    here.goto("/akun/keamanan/perangkat/")
    here.get_by_role("main").get_by_role("button", name="Keluar di semua tempat lain").click()
    expect(here.get_by_text("Anda tidak sedang masuk di tempat lain.")).to_be_visible()
    elsewhere.goto("/anggota/saya/")
    assert "/akun/masuk/" in elsewhere.url


def open_security(page: Page) -> None:
    page.goto("/anggota/saya/")
    page.get_by_role("main").get_by_role("link", name="Keamanan").click()
    expect(page.get_by_role("heading", name="Keamanan", level=1)).to_be_visible()


def prove(page: Page) -> None:
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()


def sign_in(page: Page, email: str) -> None:
    page.goto("/akun/masuk/")
    page.get_by_label("Surel").fill(email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/akun/keluar/")
    page.get_by_role("main").get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Masuk")).to_be_visible()
