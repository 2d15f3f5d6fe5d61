"""What forms say while one writes: of a poll, of what is too much, and of what was not sent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.pictures import make_photo

from .own_drafts import forget_drafts
from .people import BEGINNER, People

MEMBER = "agnes@example.org"
REPLY = "/forum/balas/12/"
TEXT = "textarea[name=body]"


@pytest.fixture
def page(people: People):
    context = people.window(MEMBER)
    page = context.new_page()
    forget_drafts(page)
    yield page
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_who_chooses_a_poll_sees_its_fields_at_once(people: People, scripts: bool) -> None:
    context = people.window(MEMBER, java_script_enabled=scripts)
    page = context.new_page()
    forget_drafts(page)
    page.goto("/forum/baru/")
    options = page.locator("[name=poll-options]")
    page.get_by_label("Diskusi:").check()
    expect(options).to_be_hidden()
    page.get_by_label("Tambahkan jajak pendapat").check()
    expect(options).to_be_visible()
    page.get_by_label("Tambahkan jajak pendapat").uncheck()
    expect(options).to_be_hidden()
    page.get_by_label("Jajak pendapat:").check()
    expect(page.get_by_role("heading", name="Jajak pendapat")).to_be_visible()
    options.fill("Sabtu\nMinggu")
    page.get_by_label("Diskusi:").check()
    expect(options).to_be_visible()  # it would be sent
    context.close()


def test_who_goes_back_to_what_was_published_finds_title_and_text(page: Page) -> None:
    page.goto("/forum/baru/")
    page.locator("[name=category]").select_option(index=1)
    page.get_by_label("Diskusi:").check()
    page.get_by_label("Judul").fill("Siapa punya bibit yang sehat?")
    page.locator(TEXT).fill("Saya mencari sepuluh ikat.")
    page.get_by_role("button", name="Terbitkan topik").click()
    page.wait_for_url("**/forum/topik/**")
    page.go_back()
    expect(page.get_by_label("Judul")).to_have_value("Siapa punya bibit yang sehat?")
    expect(page.locator(TEXT)).to_have_value("Saya mencari sepuluh ikat.")


def test_the_sign_in_page_says_that_what_was_not_sent_is_kept_and_it_is(people: People) -> None:
    context = people.window(MEMBER)
    page = context.new_page()
    page.goto(REPLY)
    page.locator(TEXT).fill("Sesi saya habis sebentar lagi.")
    cookies = context.cookies()
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator(".lead")).to_contain_text("Tulisan Anda tersimpan di perangkat ini")
    context.add_cookies(cookies)
    page.goto(REPLY)
    expect(page.locator(TEXT)).to_have_value("Sesi saya habis sebentar lagi.")
    context.close()


def test_a_text_that_is_too_long_is_kept_whole_with_a_word_on_how_much(page: Page) -> None:
    page.goto(REPLY)
    page.locator(TEXT).fill("a" * 33_500)
    expect(page.get_by_text("Kelebihan huruf: 1.500")).to_be_visible()
    assert len(page.locator(TEXT).input_value()) == 33_500
    page.locator(TEXT).fill("a" * 32_000)
    expect(page.locator(".too-long")).to_be_empty()


def test_a_new_member_is_told_at_once_of_one_picture_too_many(people: People) -> None:
    context = people.window(BEGINNER)
    page = context.new_page()
    page.goto("/forum/balas/10/")
    choose(page, "satu.jpg")
    choose(page, "dua.jpg")
    expect(page.locator("[data-upload] .notice.danger")).to_contain_text("dua.jpg: Untuk sementara, paling banyak 1")
    expect(page.get_by_label("Apa yang tampak")).to_have_count(1)
    assert page.locator(TEXT).input_value().count("![") == 1
    page.locator(TEXT).fill("")
    choose(page, "tiga.jpg")
    expect(page.locator(TEXT)).to_have_value(re.compile("unggahan"))
    context.close()


def test_a_mistake_in_a_bookmark_is_said_in_the_post(page: Page) -> None:
    page.goto("/forum/topik/12/x/")
    post = page.locator(".post").nth(1)
    post.locator("summary").click()
    post.locator("a[href$='/markah/']").click()
    post.locator("[name=remind][value=own]").check()
    post.locator("form").get_by_role("button", name="Tandai").click()
    expect(post.locator(".field .error")).to_contain_text("Silakan pilih harinya.")
    expect(page).to_have_url(re.compile("/forum/topik/12/"))
    post.locator("[name=remind][value='']").check()
    post.locator("form").get_by_role("button", name="Tandai").click()
    expect(page.get_by_text("ada di markah Anda")).to_be_visible()


def choose(page: Page, name: str) -> None:
    """Choose a picture, as from the files of the device."""
    photo = make_photo(name=name)
    file = {"name": name, "mimeType": "image/jpeg", "buffer": photo.read()}
    page.locator("[data-upload] input[type=file]").set_input_files([file])  # type: ignore[list-item]
