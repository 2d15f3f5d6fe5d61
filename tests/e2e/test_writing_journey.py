"""What one writes is not lost: drafts, a broken connection, two windows; and pictures come into the text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.pictures import make_photo

from .own_drafts import forget_drafts
from .people import People

MEMBER, OTHER, EDITOR = "agnes@example.org", "petrus@example.org", "maria@example.org"
REPLY = "/forum/balas/12/"
TEXT = "textarea[name=body]"
PHONE = {"width": 360, "height": 740}
# What this device keeps of drafts.
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('draft:')).map(name => localStorage[name])"


@pytest.fixture
def page(people: People):
    context = people.window(MEMBER)
    page = context.new_page()
    forget_drafts(page)
    yield page
    context.close()


def test_a_draft_survives_a_closed_window_and_is_gone_once_it_is_sent(page: Page) -> None:
    page.goto(REPLY)
    page.locator(TEXT).fill("Setengah jadi, besok lagi.")
    saved(page)
    other = page.context.new_page()
    page.close()
    other.goto(REPLY)
    expect(other.locator(TEXT)).to_have_value("Setengah jadi, besok lagi.")
    expect(other.get_by_text("dilanjutkan lagi")).to_be_visible()
    other.get_by_role("button", name="Kirim balasan").click()
    expect(other.locator(".post").last).to_contain_text("Setengah jadi")
    other.goto(REPLY)
    expect(other.locator(TEXT)).to_have_value("")
    assert other.evaluate(KEPT) == []


def test_a_window_that_is_closed_at_once_loses_nothing(page: Page) -> None:
    page.goto("/forum/baru/")
    page.locator(TEXT).press_sequentially("Belum sempat disimpan.")
    other = page.context.new_page()
    page.close(run_before_unload=True)
    other.goto("/forum/baru/")
    expect(other.locator(TEXT)).to_have_value("Belum sempat disimpan.")
    other.goto("/tulisan/draf/topic/hapus/")
    other.get_by_role("button", name="Ya, hapus").click()
    other.goto("/forum/baru/")
    expect(other.locator(TEXT)).to_have_value("")


def test_what_can_not_be_sent_stays_and_is_sent_when_the_connection_is_back(page: Page) -> None:
    page.goto(REPLY)
    page.context.set_offline(True)
    page.locator(TEXT).fill("Ditulis tanpa sinyal.")
    page.get_by_role("button", name="Kirim balasan").click()
    word = page.locator("[data-draft]")
    expect(word).to_contain_text("Belum bisa dikirim")
    expect(page.locator(TEXT)).to_have_value("Ditulis tanpa sinyal.")
    assert "Ditulis tanpa sinyal." in page.evaluate(KEPT)[0]
    page.wait_for_timeout(2500)  # until saving the draft has failed, too
    expect(word).to_contain_text("Belum bisa dikirim")
    page.locator(TEXT).press_sequentially(" Lagi")
    expect(word).to_contain_text("disimpan sebagai draf begitu")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(word).to_contain_text("tetapi belum dikirim")
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator(".post").last).to_contain_text("Ditulis tanpa sinyal.")


def test_a_page_that_refuses_says_beside_the_text_when_to_come_again(page: Page) -> None:
    page.goto(REPLY)
    page.locator(TEXT).fill("Nanti saja.")
    saved(page)
    said = "<main><h1>Mohon tunggu</h1><p>Coba lagi dalam 40 detik.</p></main>"
    page.route(re.compile("/forum/balas/"), lambda route: route.fulfill(status=429, body=said))
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator("[data-draft]")).to_contain_text("Coba lagi dalam 40 detik.")
    expect(page.locator(TEXT)).to_have_value("Nanti saja.")


def test_a_server_that_stumbles_takes_nothing_away(page: Page) -> None:
    page.goto(REPLY)
    page.locator(TEXT).fill("Tetap di sini.")
    saved(page)
    page.route(re.compile("/forum/balas/"), lambda route: route.fulfill(status=500, body="<h1>Aduh</h1>"))
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator("[data-draft]")).to_be_visible()
    expect(page.locator(TEXT)).to_have_value("Tetap di sini.")


def test_two_windows_never_overwrite_each_other(page: Page) -> None:
    other = page.context.new_page()
    for each in (page, other):
        each.goto("/forum/balas/11/")
    page.locator(TEXT).fill("Dari jendela pertama.")
    saved(page)
    other.locator(TEXT).fill("Dari jendela kedua.")
    expect(other.get_by_text("draf yang lebih baru").first).to_be_visible()
    other.get_by_role("button", name="Pakai tulisan saya").click()
    saved(other)
    page.locator(TEXT).fill("Dari jendela pertama lagi.")
    expect(page.get_by_text("draf yang lebih baru").first).to_be_visible()
    expect(page.locator(".saved-at")).to_be_empty()
    other.goto("/forum/balas/11/")
    expect(other.locator(TEXT)).to_have_value("Dari jendela kedua.")


def test_all_of_a_new_topic_comes_back_with_its_poll(page: Page) -> None:
    page.goto("/forum/baru/")
    page.get_by_label("Judul").fill("Hari untuk bersih pantai")
    page.get_by_label("Jajak pendapat:").check()
    page.locator("[name=poll-options]").fill("Sabtu\nMinggu")
    page.locator("[name=poll-is_secret]").check()
    page.locator("[name=tags]").fill("pantai")
    saved(page)
    other = page.context.new_page()
    other.goto("/forum/baru/")
    expect(other.get_by_label("Judul")).to_have_value("Hari untuk bersih pantai")
    expect(other.get_by_label("Jajak pendapat:")).to_be_checked()
    expect(other.locator("[name=poll-options]")).to_be_visible()
    expect(other.locator("[name=poll-options]")).to_have_value("Sabtu\nMinggu")
    expect(other.locator("[name=poll-is_secret]")).to_be_checked()
    expect(other.locator("[name=tags]")).to_have_value("pantai")


def test_a_form_in_place_shows_what_is_wrong_and_keeps_the_rest(page: Page) -> None:
    page.goto("/forum/topik/12/x/")
    page.locator("a.opener").click()
    page.locator(TEXT).fill("   ")
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator(".error")).to_be_visible()
    expect(page.locator(TEXT)).to_have_attribute("aria-autocomplete", "list")
    page.locator(TEXT).fill("Sekarang ada isinya.")
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator(".post").last).to_contain_text("Sekarang ada isinya.")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("path", ["/forum/baru/", "/forum/pesan/baru/"])
def test_a_refusal_stands_in_view_on_a_telephone(people: People, path: str, scripts: bool) -> None:
    context = people.window(MEMBER, viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(path)
    page.locator(TEXT).fill("Tanpa judul.")
    page.locator("form[data-composer] button.button:not([type=button], [name])").last.click()
    expect(page.locator(".notice.danger")).to_be_in_viewport()
    expect(page.locator(".notice.danger")).to_be_focused()
    context.close()


def test_a_newer_draft_of_another_device_is_told_where_one_writes(people: People) -> None:
    context = people.window(MEMBER, viewport=PHONE)
    page, other = context.new_page(), context.new_page()
    forget_drafts(page)
    for each in (page, other):
        each.goto("/forum/baru/")
    page.locator(TEXT).fill("Dari jendela pertama.")
    saved(page)
    other.locator(TEXT).press_sequentially("Dari jendela kedua.")
    expect(other.get_by_text("draf yang lebih baru").first).to_be_in_viewport()
    expect(other.locator(TEXT)).to_be_in_viewport()
    context.close()


def test_two_quotes_stand_below_each_other_and_chosen_words_alone(page: Page) -> None:
    page.goto("/forum/topik/12/x/")
    quote = "#post-{} a[href*='kutip=']"
    page.locator(quote.format(2)).click()
    expect(page.locator(TEXT)).to_have_value(re.compile(r"\[#2\]"))
    page.locator("#post-3 .prose").evaluate(
        """prose => {
            const text = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT)
            while (text.nextNode().data.trim().length < 12);
            getSelection().setBaseAndExtent(text.currentNode, 0, text.currentNode, 12)
        }"""
    )
    words = page.evaluate("getSelection().toString().trim()")
    page.locator(quote.format(3)).click()
    expect(page.locator(TEXT)).to_have_value(re.compile(r"\[#2\][\s\S]*\[#3\]"))
    assert page.locator(TEXT).input_value().split("[#3]")[1].split("\n", 1)[1].strip() == f">\n> {words}"


def test_a_draft_that_is_taken_up_asks_again_what_its_picture_shows(page: Page) -> None:
    page.goto(REPLY)
    page.locator("[data-upload] input[type=file]").set_input_files([photo("tiga.jpg")])
    expect(page.get_by_label("Apa yang tampak")).to_be_focused()
    saved(page)
    other = page.context.new_page()
    other.goto(REPLY)
    other.get_by_label("Apa yang tampak").fill("Tali biru")
    expect(other.locator(TEXT)).to_have_value(re.compile(r"!\[Tali biru\]\(/media/"))
    expect(other.get_by_label("Apa yang tampak")).to_have_count(1)


def test_pictures_are_sent_shown_and_described(page: Page) -> None:
    page.goto(REPLY)
    page.locator("[data-upload] input[type=file]").set_input_files([photo("satu.jpg")])
    expect(page.locator(TEXT)).to_have_value(re.compile(r"!\[\]\(/media/unggahan/[0-9a-f]{32}-640x480\.webp\)"))
    page.get_by_label("Apa yang tampak").fill("Bibit [putih]")
    expect(page.locator(TEXT)).to_have_value(re.compile(r"!\[Bibit \\\[putih\\\]\]"))
    page.get_by_role("button", name="Kirim balasan").click()
    image = page.locator(".post").last.get_by_alt_text("Bibit [putih]")
    expect(image).to_be_visible()
    assert image.get_attribute("width") == "640"
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640


def test_pictures_are_pasted_and_dropped(people: People) -> None:
    context = people.window(EDITOR)  # who isn't held to the one picture of new members
    page = context.new_page()
    page.goto("/forum/balas/10/")
    for kind in ("paste", "drop"):
        page.evaluate(
            """async ([kind, bytes]) => {
                const data = new DataTransfer()
                data.items.add(new File([new Uint8Array(bytes)], `${kind}.jpg`, {type: "image/jpeg"}))
                const options = {bubbles: true, cancelable: true}
                const event = kind === "paste" ? new ClipboardEvent(kind, {...options, clipboardData: data})
                                               : new DragEvent(kind, {...options, dataTransfer: data})
                document.querySelector("textarea[name=body]").dispatchEvent(event)
            }""",
            [kind, list(photo("x.jpg")["buffer"])],
        )
    expect(page.locator(TEXT)).to_have_value(re.compile(r"unggahan[\s\S]*unggahan"))
    context.close()


def test_what_is_no_picture_is_said_beside_and_leaves_the_text(page: Page) -> None:
    page.goto("/forum/balas/10/")
    page.locator(TEXT).fill("Lihat.")
    page.locator("[data-upload] input[type=file]").set_input_files(
        [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<script>"}]
    )
    expect(page.locator("[data-upload] .notice.danger")).to_contain_text("x.jpg")
    assert page.locator(TEXT).input_value().strip() == "Lihat."


def test_without_scripts_buttons_do_the_same(people: People) -> None:
    context = people.window(OTHER, java_script_enabled=False)
    page = context.new_page()
    page.goto(REPLY)
    page.locator(TEXT).fill("Lihat foto ini.")
    page.locator("#pictures").set_input_files([photo("dua.jpg")])
    page.get_by_role("button", name="Masukkan gambar ke dalam tulisan").click()
    text = page.locator(TEXT).input_value()
    assert re.search(r"Lihat foto ini\.\s+!\[\]\(/media/unggahan/", text)
    page.locator(TEXT).fill(text.replace("![]", "![Tali biru]"))
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_text("Draf Anda tersimpan.")).to_be_visible()
    page.goto("/tulisan/draf/")
    page.get_by_role("main").get_by_role("link", name="Balasan").first.click()
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.get_by_alt_text("Tali biru")).to_be_visible()
    context.close()


def saved(page: Page) -> None:
    """Wait until the server has the draft: then the form says so, and the device keeps no copy."""
    expect(page.locator(".saved-at")).to_contain_text("Draf tersimpan")
    for _attempt in range(50):
        if page.evaluate(KEPT) == []:
            return
        page.wait_for_timeout(200)
    raise AssertionError(page.evaluate(KEPT))


def photo(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": make_photo(name=name).read()}
