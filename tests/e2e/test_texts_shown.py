"""A text with all that Markdown can do here, on a telephone, with and without scripts; what changed in it; a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from .own_drafts import forget_drafts
from .people import People

MEMBER = "petrus@example.org"
TOPIC, REPLY = "/forum/topik/9/x/", "/forum/balas/9/"
TEXT = "textarea[name=body]"
PHONE = {"width": 360, "height": 740}
EVERYTHING = """\
Kata ||rahasia|| dan catatan[^1].

- [ ] jemur
- [x] panen

| Ohoi | Bibit | Panen | Tali | Pelampung | Catatan | Keterangan yang panjang |
|------|-------|-------|------|-----------|---------|-------------------------|
| Elat | 120 | 900 | 40 | 320 | baik | sejak musim timur |

[spoiler]
Isinya di sini.
[/spoiler]

[^1]: Dari buku.
"""


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def has_scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(people: People, has_scripts: bool) -> Iterator[Page]:
    context = people.window(MEMBER, viewport=PHONE, java_script_enabled=has_scripts)
    page = context.new_page()
    forget_drafts(page)
    yield page
    context.close()


def test_all_that_markdown_can_do_is_read_on_a_telephone_by_keyboard(page: Page) -> None:
    page.goto(REPLY)
    page.locator(TEXT).fill(EVERYTHING)
    page.get_by_role("button", name="Kirim balasan").click()
    post = page.locator(".post").last
    expect(post.locator("li.task")).to_have_text(["☐ jemur", "☑︎ panen"])
    assert page.viewport_size
    assert post.locator("table").evaluate("table => table.parentElement.scrollWidth > table.parentElement.clientWidth")
    assert width_of(page) <= page.viewport_size["width"]
    hidden = post.get_by_text("rahasia")
    assert "blur" in style(hidden, "filter")
    hidden.focus()
    assert style(hidden, "filter") == "none"
    expect(post.get_by_text("Isinya di sini.")).to_be_hidden()
    post.locator("summary", has_text="Isi tersembunyi").focus()
    page.keyboard.press("Enter")
    expect(post.get_by_text("Isinya di sini.")).to_be_visible()
    post.get_by_role("link", name="1", exact=True).click()
    note = page.locator(":target")
    expect(note).to_contain_text("Dari buku.")
    note.get_by_role("link").last.click()
    expect(page.locator(":target")).to_have_text("1")


def test_what_was_changed_is_shown_with_its_differences(page: Page) -> None:
    page.goto(REPLY)
    page.locator(TEXT).fill("Bibit kami dari Tual.")
    page.get_by_role("button", name="Kirim balasan").click()
    page.locator(".post .menu summary").last.click()
    page.locator(".post").last.get_by_role("link", name="Ubah").click()
    page.locator(TEXT).fill("Bibit kami dari Elat.")
    page.get_by_label("Apa yang Anda ubah").fill("Salah tempat")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.locator(".post").last.locator("a[href*='/riwayat/']").click()
    expect(page.locator("del")).to_have_text("Tual")
    expect(page.locator("ins")).to_have_text("Elat")
    expect(page.get_by_text("Salah tempat").first).to_be_visible()
    assert width_of(page) <= 360


def test_a_quote_leads_back_to_its_post_and_comes_below_what_is_being_written(page: Page, has_scripts: bool) -> None:
    page.goto(TOPIC)
    if has_scripts:
        page.locator("a.opener").click()
        expect(page.locator(TEXT)).to_have_attribute("aria-autocomplete", "list")
        page.locator(TEXT).fill("Menurut saya:")
    page.locator(".post").first.get_by_role("link", name="Kutip").click()
    area = page.locator(TEXT)
    expect(area).to_have_value(re.compile(r"Menurut saya:\s+\S.*\[#1\]" if has_scripts else r"^\S.*\[#1\]"))
    area.fill(f"{area.input_value()}\n\nBetul.")
    page.get_by_role("button", name="Kirim balasan").click()
    page.locator(".post").last.get_by_role("link", name="#1", exact=True).click()
    expect(page).to_have_url(re.compile("#"))
    expect(page.locator(".post:target .number")).to_have_text("#1")


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def style(locator, name: str) -> str:
    return str(locator.evaluate("(element, name) => getComputedStyle(element)[name]", name))
