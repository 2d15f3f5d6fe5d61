"""A moderator makes a topic of posts and one of two topics, also where a member can't follow, and takes that back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .fill import CLOSED_CATEGORY
from .forum_steps import ACT, POST, Way, choose, do, open_post, opposite_ways, reply, start_topic, status
from .keeping_order import REASON, Case, case_of
from .people import OPENER

FIRST, SECOND = "Dengan kapal perintis dua hari.", "Es di kapal habis di hari kedua."


@opposite_ways
def test_posts_become_a_topic_of_their_own_and_two_topics_one(open_page: Callable[..., Page], way: Way) -> None:
    case = case_of(open_page, way, OPENER, f"Ongkos kapal ke Tual, {way}")
    reply(case.member, case.topic, FIRST)
    reply(case.member, case.topic, SECOND)
    split(case)
    split_into_a_closed_category(case)
    merge(case)


def split(case: Case) -> None:
    """Make a topic of all from the second post on; the old one and the new one lead to each other."""
    title = f"Es di kapal, {case.way}"
    choose_posts(case, 2, "2-")
    case.moderator.locator("[name=title]").fill(title)
    confirm(case)
    expect(case.moderator.get_by_role("heading", level=1)).to_have_text(title)
    page, new = case.member, case.moderator.url.partition("#")[0]
    went = case.told("split 2")
    expect(went).not_to_contain_text(REASON)
    expect(page.locator(ACT, has_text=case.words["moved 2"])).to_have_count(1)
    expect(page.get_by_role("main")).not_to_contain_text(FIRST)
    went.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#post-1")).to_contain_text(FIRST)
    expect(page.locator("#post-2")).to_contain_text(SECOND)
    expect(page.locator(ACT)).to_contain_text(case.words["came 2"])
    case.moderator.goto(case.topic)
    case.taken_back("split 2")
    expect_as_before(case)
    page.goto(new)
    expect(page.get_by_role("heading", level=1)).to_have_text(case.title)


def split_into_a_closed_category(case: Case) -> None:
    """Make a topic of the third post where the member may not read: that it went is told, but not where and how."""
    title = f"Hanya untuk redaksi, {case.way}"
    choose_posts(case, 3, "3")
    case.moderator.locator("[name=title]").fill(title)
    case.moderator.locator("[name=category]").select_option(CLOSED_CATEGORY)
    confirm(case)
    expect(case.moderator.get_by_role("heading", level=1)).to_have_text(title)
    new = case.moderator.url.partition("#")[0]
    went = case.told("split 1")
    expect(went.get_by_role("link")).to_have_count(0)
    main = case.member.get_by_role("main")
    expect(main).to_contain_text(FIRST)
    for untold in (title, SECOND, REASON):
        expect(main).not_to_contain_text(untold)
    assert status(case.member, new) == 404
    case.moderator.goto(case.topic)
    case.taken_back("split 1")
    expect_as_before(case)


def merge(case: Case) -> None:
    """Merge a second topic into the first one, to which its address leads then; and take them apart."""
    member, moderator, title = case.member, case.moderator, f"Jadwal kapal perintis, {case.way}"
    second = start_topic(member, case.way, title)
    reply(member, second, "Senin dan Kamis.")
    choose(moderator, second, "gabung")
    moderator.locator("[name=target]").fill(case.topic)
    confirm(case)
    expect(moderator.get_by_role("heading", level=1)).to_have_text(case.title)
    expect(case.told("merged")).not_to_contain_text(REASON)
    member.goto(second)
    expect(member.get_by_role("heading", level=1)).to_have_text(case.title)
    expect(member.locator(POST).last).to_contain_text("Senin dan Kamis.")
    case.taken_back("merged")
    expect_as_before(case)
    expect(member.get_by_role("main")).not_to_contain_text("Senin dan Kamis.")
    member.goto(second)
    expect(member.get_by_role("heading", level=1)).to_have_text(title)
    expect(member.locator("#post-2")).to_contain_text("Senin dan Kamis.")


def choose_posts(case: Case, number: int, numbers: str) -> None:
    """Choose posts from the menu of one of them, to make a new topic of them."""
    open_post(case.moderator, case.topic, number)
    case.moderator.locator(f"main nav a[href$='/pilih/?nomor={numbers}']").click()
    case.moderator.locator("button[value=pisah]").click()


def confirm(case: Case) -> None:
    """Send what was filled in, with a reason, read what will happen, and confirm it."""
    case.moderator.locator("[name=reason]").fill(REASON)
    do(case.moderator)
    expect(case.moderator.locator("[name=confirmed]")).to_be_attached()
    expect(case.moderator.get_by_role("main")).to_contain_text(REASON)
    do(case.moderator)


def expect_as_before(case: Case) -> None:
    """See that the member reads each post where it stood."""
    expect(case.member.locator("#post-2")).to_contain_text(FIRST)
    expect(case.member.locator("#post-3")).to_contain_text(SECOND)
