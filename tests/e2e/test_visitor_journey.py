"""A visitor on a small telephone whose browser runs no scripts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from .running_site import RunningSite

PHONE = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
STORY = "Tali yang sama, panen yang berbeda"
WORDS = "Terima kasih, jarak ikatnya kami coba di Seram."


def test_a_visitor_finds_a_region_by_the_map_and_reads_its_story(open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    page.goto("/")
    bottom = page.get_by_role("navigation", name="Tempat utama, di bawah")
    bottom.get_by_role("link", name="Wilayah").click()
    country = page.get_by_role("group", name="Peta Indonesia")
    country.get_by_role("link", name="Provinsi Maluku", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maluku")
    # On so small a map Langgur and Tual lie on one another; the list below has both.
    page.get_by_role("main").locator("a.pill").get_by_text("Maluku Tenggara").click()
    expect(page.get_by_role("heading", name="Maluku Tenggara", level=1)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=STORY).first.click()
    expect(page.get_by_role("heading", name=STORY, level=1)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("img").first).to_be_visible()


def test_a_visitor_finds_a_region_by_searching(open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Cari").click()
    page.get_by_role("searchbox", name="Kata yang dicari").fill("maluku tenggara")
    page.get_by_role("main").get_by_role("button", name="Cari").click()
    page.get_by_role("main").get_by_role("link", name="Kabupaten Maluku Tenggara").first.click()
    expect(page.get_by_role("heading", name="Maluku Tenggara", level=1)).to_be_visible()


def test_a_visitor_comments_and_sees_it_once_the_mailed_link_is_followed(
    open_page: Callable[..., Page], site: RunningSite
) -> None:
    page = open_page(**PHONE)
    page.goto("/cari/?q=tali+panen")
    page.get_by_role("main").get_by_role("link", name=STORY).first.click()
    story = urlsplit(page.url).path
    page.get_by_role("link", name="Tulis komentar").click()
    page.get_by_label("Komentar Anda").fill(WORDS)
    page.get_by_label("Nama Anda").fill("Tamu Contoh")
    page.get_by_label("Surel Anda").fill("tamu@example.org")
    page.wait_for_timeout(3_100)  # nobody writes a comment in less than three seconds
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kotak surat")
    page.goto(story)
    expect(page.get_by_text(WORDS)).to_have_count(0)
    page.goto(site.link_mailed_to("tamu@example.org"))
    page.get_by_role("button", name="Ya, tampilkan").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert urlsplit(page.url).path == story
    page.goto(story)
    expect(page.get_by_text(WORDS)).to_be_visible()
