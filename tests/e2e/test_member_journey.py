"""Somebody joins, and takes part in the forum."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .running_site import RunningSite

PASSWORD = "perahu-merah-1985"
SAYS = {
    "": {
        "password": "Kata sandi yang Anda pilih",
        "confirm": "Ya, benar",
        "wrong": "Ini bukan kata sandi",
        "welcome": "Selamat datang, Warga Baru.",
    },
    "/en": {
        "password": "Password that you chose",
        "confirm": "Yes, confirm",
        "wrong": "This is not the password",
        "welcome": "Welcome, Warga Baru.",
    },
}
# Each says it in other words: of two new accounts that say the same the second waits for a moderator.
SAID = {
    True: ("Di mana membeli tali nilon yang tahan?", "Saya sendiri sudah mencoba yang biru."),
    False: ("Jaring mana yang awet untuk ikan dasar?", "Bagi keramba kami cukup warna biru."),
}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_joins_starts_a_topic_replies_and_edits(
    open_page: Callable[..., Page], site: RunningSite, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    title, answer = SAID[scripts]
    join(page, site, f"anggota-{scripts}@example.org".lower())
    start_topic(page, title)
    reply(page, answer)
    edit(page, answer.replace("biru", "hijau"))
    page.goto("/forum/")
    expect(page.get_by_role("main").get_by_role("link", name=title).first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["Indonesian", "English"])
def test_somebody_opens_the_mail_on_another_device(
    open_page: Callable[..., Page], site: RunningSite, scripts: bool, prefix: str
) -> None:
    words = SAYS[prefix]
    email = f"gawai{prefix.strip('/')}-{scripts}@example.org".lower()
    sign_up(open_page(java_script_enabled=scripts), email, prefix=prefix)
    device = open_page(java_script_enabled=scripts)
    device.goto(site.link_mailed_to(email))
    device.get_by_label(words["password"]).fill("bukan-sandi-saya-1")
    device.get_by_role("button", name=words["confirm"]).click()
    expect(device.get_by_text(words["wrong"])).to_be_visible()
    device.get_by_label(words["password"]).fill(PASSWORD)
    device.get_by_role("button", name=words["confirm"]).click()
    expect(device.get_by_text(words["welcome"])).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_whose_address_another_one_signed_up_with_sets_a_password_of_their_own(
    open_page: Callable[..., Page], site: RunningSite, scripts: bool
) -> None:
    page, email = open_page(java_script_enabled=scripts), f"direbut-{scripts}@example.org".lower()
    sign_up(page, email)
    first = site.link_mailed_to(email)
    sign_up(open_page(), email, password="kuda-laut-besar-99")
    page.goto(first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("tidak berlaku")
    page.goto(site.link_mailed_to(email, beyond=1))
    page.get_by_role("button", name="Saya tidak memilih kata sandi ini").click()
    page.get_by_label("Pilih kata sandi").fill("perahu-biru-2077")
    page.get_by_role("main").get_by_role("button", name="Simpan").click()
    for password, text in (("kuda-laut-besar-99", "tidak cocok"), ("perahu-biru-2077", "Selamat datang")):
        page.goto("/akun/masuk/")
        page.get_by_label("Surel").fill(email)
        page.get_by_label("Kata sandi").fill(password)
        page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
        expect(page.get_by_text(text).first).to_be_visible()


def sign_up(page: Page, email: str, *, prefix: str = "", password: str = "") -> None:
    """Fill in the form and send it; the page that asks to look into the mailbox follows."""
    page.goto(f"{prefix}/akun/daftar/")
    page.locator("[name=name]").fill("Warga Baru")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password1]").fill(password or PASSWORD)
    page.locator("[name=agrees]").check()
    page.locator("main form.form button").click()
    expect(page.get_by_text(email)).to_be_visible()


def join(page: Page, site: RunningSite, email: str) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Masuk").click()
    page.get_by_role("main").get_by_role("link", name="Daftar").click()
    page.get_by_label("Nama Anda").fill("Warga Baru")
    page.get_by_label("Surel").fill(email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_label("Saya setuju").check()
    page.get_by_role("main").get_by_role("button", name="Daftar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kotak surat")
    page.goto(site.link_mailed_to(email))
    page.get_by_role("button", name="Ya, benar").click()
    expect(page.get_by_text("Selamat datang, Warga Baru.")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Masuk")).to_have_count(0)


def start_topic(page: Page, title: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Forum").first.click()
    page.get_by_role("link", name="Tulis topik").first.click()
    page.get_by_label("Ruang").select_option(index=1)
    page.get_by_label("Judul").fill(title)
    page.locator("textarea[name=body]").fill("Tali kami **putus** setiap musim timur.")
    page.get_by_role("button", name="Terbitkan topik").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(page.locator(".post strong")).to_have_text("putus")


def reply(page: Page, text: str) -> None:
    page.get_by_role("link", name="Balas").first.click()
    page.locator("textarea[name=body]").fill(text)
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator(".post")).to_have_count(2)
    expect(page.locator(".post").last).to_contain_text(text)


def edit(page: Page, text: str) -> None:
    page.locator(".post .menu summary").last.click()
    page.locator(".post").last.get_by_role("link", name="Ubah").click()
    page.locator("textarea[name=body]").fill(text)
    page.get_by_label("Apa yang Anda ubah").fill("Salah warna.")
    page.get_by_role("main").get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator(".post").last).to_contain_text(text)
    page.locator(".post").last.get_by_role("link", name="disunting").click()
    expect(page.get_by_text("Salah warna.").first).to_be_visible()
    expect(page.locator("ins")).to_have_text("hijau")
