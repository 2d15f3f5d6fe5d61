"""Somebody joins, and takes part in the forum."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .running_site import RunningSite

TITLE = "Di mana membeli tali nilon yang tahan?"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_joins_starts_a_topic_replies_and_edits(
    open_page: Callable[..., Page], site: RunningSite, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    title = f"{TITLE} ({'di kota' if scripts else 'di ohoi'})"
    join(page, site, f"anggota-{scripts}@example.org".lower())
    start_topic(page, title)
    reply(page, "Saya sendiri sudah mencoba yang biru.")
    edit(page, "Saya sendiri sudah mencoba yang hijau.")
    page.goto("/forum/")
    expect(page.get_by_role("main").get_by_role("link", name=title).first).to_be_visible()


def join(page: Page, site: RunningSite, email: str) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Masuk").click()
    page.get_by_role("main").get_by_role("link", name="Daftar").click()
    page.get_by_label("Nama Anda").fill("Warga Baru")
    page.get_by_label("Surel").fill(email)
    page.get_by_label("Kata sandi").fill("perahu-merah-1985")
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
    page.locator(".post").last.get_by_role("link", name="Ubah").click()
    page.locator("textarea[name=body]").fill(text)
    page.get_by_role("main").get_by_role("button", name="Simpan").click()
    expect(page.locator(".post").last).to_contain_text(text)
    expect(page.locator(".post").last).to_contain_text("disunting")
