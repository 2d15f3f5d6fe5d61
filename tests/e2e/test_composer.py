"""Writing a text with the bar, the keys, the preview and what is proposed; and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .own_drafts import forget_drafts
from .pages import MEMBER, STORY, TOPIC
from .people import People

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
Open = Callable[..., Page]


@pytest.fixture
def write(people: People) -> Iterator[Open]:
    """Open the form of a reply, as a member."""
    contexts = []

    def open_form(path: str = "/forum/balas/12/", **options: Any) -> Page:
        context = people.window(MEMBER, **{"viewport": WIDE, **options})
        contexts.append(context)
        page = context.new_page()
        forget_drafts(page)
        page.goto(path)
        return page

    yield open_form
    for context in contexts:
        context.close()


def area_of(page: Page) -> Any:
    return page.locator(".editor textarea")


def proposed(page: Page) -> Locator:
    return page.locator(".completions").get_by_role("option")


def press(page: Page, text: str, keys: str, *, selected: int = 0) -> str:
    """Type something, choose its last signs, and press keys; return what the field has then."""
    area = area_of(page)
    area.fill(text)
    area.evaluate("(area, count) => area.setSelectionRange(area.value.length - count, area.value.length)", selected)
    area.focus()
    page.keyboard.press(keys)
    return str(area.input_value())


@pytest.mark.parametrize(
    ("keys", "becomes"),
    [
        ("Control+b", "Ini **laut**"),
        ("Control+i", "Ini _laut_"),
        ("Control+k", "Ini [laut](https://)"),
        ("Control+e", "Ini `laut`"),
        ("Control+Shift+Digit7", "1. Ini laut"),
        ("Control+Shift+Digit8", "- Ini laut"),
        ("Control+Shift+Digit9", "> Ini laut"),
        ("Control+Shift+KeyS", "Ini ||laut||"),
    ],
)
def test_the_usual_keys_shape_the_selection(write: Open, keys: str, becomes: str) -> None:
    page = write()
    expect(page.locator(".editor .bar")).to_be_visible()
    assert press(page, "Ini laut", keys, selected=4) == becomes


def test_a_mark_is_taken_away_by_the_same_key_and_undone_by_the_browsers(write: Open) -> None:
    page = write()
    press(page, "Ini laut", "Control+b", selected=4)
    page.keyboard.press("Control+b")
    expect(area_of(page)).to_have_value("Ini laut")
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+z")
    expect(area_of(page)).to_have_value("Ini laut")


def test_each_button_does_something_and_the_bar_is_one_stop(write: Open) -> None:
    page = write()
    buttons = page.locator(".editor .acts button:not([data-act=picture])")
    for number in range(buttons.count()):
        area_of(page).fill("satu\ndua")
        area_of(page).select_text()
        buttons.nth(number).click()
        assert area_of(page).input_value() != "satu\ndua"
    assert page.locator(".editor .acts [tabindex='0']").count() == 1
    buttons.first.focus()
    page.keyboard.press("ArrowRight")
    expect(buttons.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(buttons.last).to_be_focused()


def test_the_button_for_pictures_opens_the_choice_of_files(write: Open) -> None:
    page = write()
    with page.expect_file_chooser() as chooser:
        page.locator(".editor [data-act=picture]").click()
    assert chooser.value.is_multiple()


def test_people_are_chosen_by_a_finger(write: Open) -> None:
    page = write(viewport=PHONE, has_touch=True, is_mobile=True)
    area = area_of(page)
    area.tap()
    area.press_sequentially("Kata @petr")
    proposed(page).filter(has_text="@petrus").tap()
    expect(area).to_have_value("Kata @petrus ")
    expect(area).to_be_focused()
    area.press_sequentially(" halo  ya")
    expect(area).to_have_value("Kata @petrus halo  ya")


def test_all_that_is_proposed_stands_above_the_bar_at_the_foot_of_a_telephone(write: Open) -> None:
    page = write(viewport=PHONE, has_touch=True, is_mobile=True)
    area = area_of(page)
    area.fill("satu\ndua\ntiga\nempat\nlima")
    area.press("End")
    area.evaluate("area => scrollTo(0, area.getBoundingClientRect().bottom + scrollY - innerHeight + 70)")
    page.locator(".editor [data-act=emoji]").dispatch_event("click")
    expect(proposed(page)).to_have_count(8)
    page.wait_for_timeout(300)
    box, bar = page.locator(".completions").bounding_box(), page.locator(".bottom-bar").bounding_box()
    assert box
    assert bar
    assert box["y"] + box["height"] <= bar["y"]


def test_several_lines_become_a_list_a_block_or_a_fold(write: Open) -> None:
    page = write()
    for act, becomes in (
        ("numbers", "1. satu\n2. dua"),
        ("tasks", "- [ ] satu\n- [ ] dua"),
        ("code", "```\nsatu\ndua\n```"),
        ("spoiler", "[spoiler]\nsatu\ndua\n[/spoiler]"),
    ):
        area_of(page).fill("satu\ndua")
        area_of(page).select_text()
        page.locator(f".editor [data-act={act}]").click()
        expect(area_of(page)).to_have_value(becomes)


def test_the_preview_stands_beside_the_text_and_follows_it_on_a_wide_screen(write: Open) -> None:
    page = write("/forum/baru/")
    area_of(page).fill("Kami **panen** @petrus :ikan:")
    preview = page.locator(".editor .preview")
    expect(preview.locator("strong")).to_have_text("panen")
    expect(preview.get_by_role("link", name="@petrus")).to_be_visible()
    expect(preview).to_contain_text("🐟")
    text, shown = area_of(page).bounding_box(), preview.bounding_box()
    assert text
    assert shown
    assert shown["x"] >= text["x"] + text["width"] - 2
    expect(page.locator(".editor .modes")).to_be_hidden()


def test_on_a_telephone_it_is_behind_a_button(write: Open) -> None:
    page = write(viewport=PHONE)
    area_of(page).fill("Kami **panen**")
    preview = page.locator(".editor .preview")
    expect(preview).to_be_hidden()
    page.get_by_role("button", name="Pratinjau").click()
    expect(preview.locator("strong")).to_have_text("panen")
    expect(area_of(page)).to_be_hidden()
    page.get_by_role("button", name="Tulis", exact=True).click()
    expect(area_of(page)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "telephone"])
def test_people_are_proposed_and_chosen_by_the_keyboard(write: Open, viewport: dict[str, int]) -> None:
    page = write(viewport=viewport)
    area = area_of(page)
    area.focus()
    area.press_sequentially("Kata @petr")
    proposed = page.get_by_role("option", name="@petrus")
    expect(proposed).to_be_visible()
    assert area.get_attribute("aria-activedescendant") == proposed.get_attribute("id")
    box = page.locator(".completions").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]
    page.keyboard.press("Enter")
    expect(area).to_have_value("Kata @petrus ")
    expect(page.locator(".completions")).to_be_hidden()
    area.press_sequentially("@petr")
    expect(proposed).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".completions")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(area).to_have_value("Kata @petrus @petr\n")


def test_the_mouse_chooses_what_it_moves_over_and_one_alone_looks_chosen(write: Open) -> None:
    page = write()
    area_of(page).press_sequentially("@ma")
    expect(proposed(page).nth(1)).to_be_visible()
    proposed(page).nth(1).hover()
    expect(proposed(page).nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    colours = proposed(page).evaluate_all("all => all.map(option => getComputedStyle(option).backgroundColor)")
    assert colours[0] != colours[1] == colours[-1]
    page.keyboard.press("Enter")
    assert area_of(page).input_value() == "@maria "


def test_regions_topics_and_emoji_are_proposed(write: Open) -> None:
    page = write()
    area = area_of(page)
    area.focus()
    area.press_sequentially("Di #maluku tengg")
    proposed(page).first.click()
    assert "](/wilayah/81.02/) " in area.input_value()
    area.fill("")
    area.press_sequentially(":ika")
    page.get_by_role("option", name=":ikan:").click()
    expect(area).to_have_value("🐟 ")
    page.locator(".editor [data-act=emoji]").click()
    expect(proposed(page)).to_have_count(8)


def test_a_heading_an_address_and_a_time_propose_nothing(write: Open) -> None:
    page = write()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/lengkapi/" in request.url else None)
    area_of(page).focus()
    area_of(page).press_sequentially("# Judul pukul 10:30 surel a@b.example :)")
    page.wait_for_timeout(400)
    assert asked == []


def test_the_reply_that_is_loaded_in_place_has_it_all(write: Open) -> None:
    page = write(TOPIC)
    assert not [name for name in page.evaluate(LOADED) if "/composer/" in name]
    page.locator("a.opener[data-hx-get]").click()
    expect(page.locator(".editor .bar")).to_be_visible()
    area_of(page).fill("Kami **panen**")
    expect(page.locator(".editor .preview strong")).to_have_text("panen")
    area_of(page).press("Control+Enter")
    expect(page.locator(".post").last).to_contain_text("panen")


def test_so_has_a_comment(write: Open) -> None:
    page = write(STORY)
    page.locator("#komentar a.opener").click()
    expect(page.locator(".editor .bar")).to_be_visible()
    area_of(page).press_sequentially("Halo @petr")
    expect(page.get_by_role("option", name="@petrus")).to_be_visible()


def test_a_title_shows_topics_about_something_similar(write: Open) -> None:
    page = write("/forum/baru/")
    page.get_by_label("Judul").press_sequentially("Bibit rumput laut memutih")
    expect(page.locator(".similar a").first).to_contain_text("memutih")


def test_without_scripts_one_writes_plain_text_and_sees_the_preview_by_a_button(write: Open) -> None:
    page = write("/forum/baru/", java_script_enabled=False)
    expect(page.locator(".editor .bar")).to_be_hidden()
    page.get_by_label("Judul").fill("Bibit rumput laut memutih")
    area_of(page).fill("||rahasia|| dan @petrus")
    page.get_by_role("button", name="Pratinjau").click()
    expect(page.locator(".spoiler")).to_have_text("rahasia")
    expect(page.get_by_role("link", name="@petrus")).to_be_visible()
    expect(page.locator(".similar a").first).to_be_visible()
    expect(area_of(page)).to_have_value("||rahasia|| dan @petrus")


LOADED = "performance.getEntriesByType('resource').map((entry) => entry.name)"


def test_handles_are_completed_in_the_field_of_those_to_whom_one_writes(write: Open) -> None:
    page = write("/forum/pesan/baru/")
    field = page.get_by_label("Kepada")
    expect(field).to_have_attribute("aria-autocomplete", "list")  # the module is loaded after the page
    field.press_sequentially("@petr")
    first = proposed(page).first
    expect(first).to_be_visible()
    handle = first.get_attribute("data-text")
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"{handle}, ")
    expect(page.locator(".completed .completions")).to_be_hidden()
    field.press_sequentially("lusi-m")
    expect(field).to_have_value(f"{handle}, lusi-m")
