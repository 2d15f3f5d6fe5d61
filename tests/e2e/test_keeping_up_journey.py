"""A member says how closely they follow a category, a tag and a region; keeps a post, reacts, and prints a topic."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from . import acts
from .forum_steps import Way, do, each_way, enter
from .pages import KEI, TOPIC
from .people import FOLLOWER

MUTED, TRACKING, WATCHING = "0", "2", "3"
CHOSEN = {
    "category": ("/forum/ruang/pasar-dan-angkutan/", WATCHING),
    "tag": ("/forum/tag/mutu/", TRACKING),
    "region": (KEI, MUTED),
}
WORDS = {
    "": {
        WATCHING: "Diikuti",
        TRACKING: "Dipantau",
        MUTED: "Dibisukan",
        "follow": "Ikuti",
        "kept": "Ditandai",
        "own": "juga dari Anda",
    },
    "/en": {
        WATCHING: "Watching",
        TRACKING: "Tracking",
        MUTED: "Muted",
        "follow": "Follow",
        "kept": "Bookmarked",
        "own": "also yours",
    },
}


@each_way
def test_levels_of_following_are_chosen_on_pages_and_stand_in_ones_list(
    open_page: Callable[..., Page], way: Way
) -> None:
    (page,) = enter(open_page, way, FOLLOWER)
    words = WORDS[way.language]
    for kind, (address, level) in CHOSEN.items():
        choose_level(page, kind, f"{way.language}{address}", level, words)
    page.goto(f"{way.language}/anggota/saya/mengikuti/")
    for kind, (_address, level) in CHOSEN.items():
        expect(row(page, kind).locator(".badge")).to_have_text(words[level])
    for kind in CHOSEN:
        with page.expect_navigation():
            row(page, kind).locator("button[name=stop]").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(row(page, kind)).to_have_count(0)
    page.goto(f"{way.language}{CHOSEN['tag'][0]}")
    expect(level_link(page, "tag")).to_have_text(words["follow"])


@each_way
def test_a_post_is_kept_with_a_note_reacted_to_and_printed(open_page: Callable[..., Page], way: Way) -> None:
    (page,) = enter(open_page, way, FOLLOWER)
    topic = f"{way.language}{TOPIC}"
    keep(page, way, topic)
    react(page, topic, WORDS[way.language]["own"])
    open_print_view(page, topic)


def choose_level(page: Page, kind: str, address: str, level: str, words: dict[str, str]) -> None:
    page.goto(address)
    expect(level_link(page, kind)).to_have_text(words["follow"])
    level_link(page, kind).click()
    page.locator(f"main [name=level][value='{level}']").check()
    do(page)
    expect(level_link(page, kind)).to_have_text(words[level])


def level_link(page: Page, kind: str) -> Locator:
    return page.locator(f"main a[href*='/anggota/saya/mengikuti/{kind}/']")


def row(page: Page, kind: str) -> Locator:
    """Find what one follows of a kind in the list of what one follows."""
    return page.locator(".saved-row", has=page.locator(f"form[action*='/mengikuti/{kind}/']"))


def keep(page: Page, way: Way, topic: str) -> None:
    """Keep a post with a note, find it by words of the note, and keep it no longer."""
    note = f"Untuk rapat BUMDes, {way}"
    page.goto(topic)
    title = page.get_by_role("heading", level=1).inner_text()
    acts.reached(page.locator("#post-1 .menu a[href$='/markah/']")).click()
    page.locator("[name=note]").fill(note)
    do(page)
    expect(page.locator("#post-1 > header .badge", has_text=WORDS[way.language]["kept"])).to_be_attached()
    page.goto(f"{way.language}/forum/markah/")
    page.locator("main [name=q]").fill("rapat")
    with page.expect_navigation():
        page.locator("main form[role=search] button").click()
    kept = page.locator("main .saved-row", has_text=note)
    expect(kept.locator("h2 a")).to_have_text(title)
    with page.expect_navigation():
        kept.locator("[name=remove]").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(kept).to_have_count(0)


def react(page: Page, topic: str, own: str) -> None:
    """React to a post, see that counted as one's own, and take it back."""
    page.goto(topic)
    mine = page.locator("#post-1 .pills .pill", has_text=own)
    begin = page.locator("#post-1 a[href*='/pilih/']")
    expect(begin).to_be_visible()
    expect(mine).to_have_count(0)
    begin.click()
    page.locator("form.pills button[value=celebrate]").click()
    expect(mine).to_have_count(1)
    begin.click()
    page.locator("form.pills button[name=remove]").click()
    expect(begin).to_be_visible()
    expect(mine).to_have_count(0)


def open_print_view(page: Page, topic: str) -> None:
    """Open the topic on one page, to which the page of its places leads on telephones, too."""
    page.goto(topic)
    title = page.get_by_role("heading", level=1).inner_text()
    first = page.locator("#post-1 > .prose").first.inner_text()
    page.locator("main .actions a[href$='/lompat/']").first.click()
    acts.follow("main .actions.section a[href$='/cetak/']")(page, None)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("article.post > .prose").first).to_have_text(first, use_inner_text=True)
    expect(page.locator("article.post .actions")).to_have_count(0)
