"""A moderator at work where the posts stand, and a member who looks on: what is done, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from . import acts
from .forum_steps import Way, choose, opposite_ways, reply, status
from .keeping_order import REASON, Case, case_of, choose_for, give_reason
from .people import OPENER, WRITER, handle_of, name_of


@opposite_ways
def test_a_topic_is_pinned_archived_unlisted_and_is_about_something_else(
    open_page: Callable[..., Page], way: Way
) -> None:
    case = case_of(open_page, way, WRITER, f"Tali nilon atau tali ijuk? {way}")
    pin_until_a_day(case)
    archive(case)
    unlist_and_list(case)
    retag(case)


@opposite_ways
def test_posts_are_given_away_hidden_deleted_and_restored(open_page: Callable[..., Page], way: Way) -> None:
    case = case_of(open_page, way, WRITER, f"Siapa merawat keramba? {way}")
    reply(case.member, case.topic, "Kelompok dari Ohoi Letvuan.")
    reply(case.member, case.topic, "Keramba murah, hubungi saya.")
    give_away(case)
    hide(case)
    delete_and_restore(case)
    expect_only_moderators_to_see_the_list(case)


def act(case: Case, name: str, *, is_told: bool = False) -> None:
    """Do something with the topic for a reason, which readers are told or not."""
    choose(case.moderator, case.topic, name)
    give_reason(case.moderator, is_told=is_told)


def pin_until_a_day(case: Case) -> None:
    day = date.today() + timedelta(days=30)
    choose(case.moderator, case.topic, "sematkan")
    case.moderator.locator("[name=until]").fill(day.isoformat())
    give_reason(case.moderator, is_told=True)
    pinned = case.told("pinned")
    expect(pinned).to_contain_text(case.way.day(day))
    expect(pinned).to_contain_text(REASON)
    expect(case.row()).to_contain_text(case.words["is pinned"])
    case.taken_back("pinned")
    expect(case.row()).not_to_contain_text(case.words["is pinned"])


def archive(case: Case) -> None:
    """Archive the topic, in which nobody replies then, nor does a moderator change it."""
    act(case, "arsipkan")
    expect(case.moderator.locator("#balas")).to_have_count(0)
    expect(case.told("archived")).not_to_contain_text(REASON)
    expect(case.member.locator("#balas")).to_have_count(0)
    expect(case.row()).to_contain_text(case.words["is archived"])
    case.moderator.locator(".topic-head a[href*='/forum/moderasi/']").click()
    expect(case.moderator.locator("main nav a[href$='/lanjutkan/']")).to_be_visible()
    expect(case.moderator.locator("main nav a[href$='/judul/']")).to_have_count(0)
    case.moderator.goto(case.topic)
    case.taken_back("archived")
    expect(case.member.locator("#balas")).to_be_visible()


def unlist_and_list(case: Case) -> None:
    """Take the topic out of the lists; who has its address goes on. Then put it back by an act of its own."""
    act(case, "keluarkan", is_told=True)
    expect(case.told("unlisted")).to_contain_text(REASON)
    expect(case.member.locator("#balas")).to_be_visible()
    expect(case.row()).to_have_count(0)
    act(case, "daftarkan")
    expect(case.told("listed")).not_to_contain_text(REASON)
    expect(case.row()).to_have_count(1)


def retag(case: Case) -> None:
    choose(case.moderator, case.topic, "tentang")
    case.moderator.locator("[name=regions]").fill("81.02")
    case.moderator.locator("[name=sectors]").first.check()
    case.moderator.locator("[name=tags]").fill("penyakit")
    give_reason(case.moderator)
    expect(case.told("about")).not_to_contain_text(REASON)
    about = case.member.locator(".topic-head .pills")
    expect(about.locator("a[href*='/forum/tag/penyakit/']")).to_be_visible()
    expect(about.locator("a[href*='sector=']")).to_be_visible()
    expect(about).to_contain_text("Maluku Tenggara")
    expect(about).not_to_contain_text("Tual")
    case.taken_back("about")
    expect(about.locator("a[href*='/forum/tag/bibit/']")).to_be_visible()
    expect(about.locator("a[href*='sector=']")).to_have_count(0)
    expect(about).to_contain_text("Tual")


def give_away(case: Case) -> None:
    """Give a post to another member; whose it was is told nobody, and so is why."""
    before, after = name_of(WRITER), name_of(OPENER)
    author = case.member.locator("#post-2 > header")
    choose_for(case, 2, "pemilik")
    case.moderator.locator("[name=to]").fill(f"@{handle_of(OPENER)}")
    give_reason(case.moderator)
    given = case.told("given")
    for untold in (REASON, before, after):
        expect(given).not_to_contain_text(untold)
    expect(author).to_contain_text(after)
    case.taken_back("given")
    expect(author).to_contain_text(before)


def hide(case: Case) -> None:
    """Hide a post, which leaves a mark; take that back where it is told."""
    choose_for(case, 3, "sembunyikan")
    give_reason(case.moderator)
    expect(case.told("hid")).not_to_contain_text(REASON)
    expect_gone(case, "hidden")
    expect(put_away(case, "disembunyikan")).to_contain_text(REASON)
    expect(put_away(case, "dihapus")).to_have_count(0)
    case.moderator.goto(case.topic)
    case.taken_back("hid")
    expect(case.member.locator("#post-3")).to_contain_text("Keramba murah")
    expect(put_away(case, "disembunyikan")).to_have_count(0)


def delete_and_restore(case: Case) -> None:
    """Delete a post, and restore it from the list of what is deleted."""
    choose_for(case, 3, "hapus")
    give_reason(case.moderator)
    expect(case.told("deleted it")).not_to_contain_text(REASON)
    expect_gone(case, "deleted")
    expect(put_away(case, "disembunyikan")).to_have_count(0)
    row = put_away(case, "dihapus")
    expect(row).to_contain_text(REASON)
    row.locator("a[href$='/pulihkan/']").click()
    give_reason(case.moderator)
    expect(case.told("restored")).not_to_contain_text(REASON)
    expect(case.member.locator("#post-3")).to_contain_text("Keramba murah")
    expect(put_away(case, "dihapus")).to_have_count(0)


def expect_gone(case: Case, name: str) -> None:
    """See that of the third post a mark is left, to the member who wrote it, too."""
    expect(case.member.locator("#post-3")).to_have_text(case.words[name])
    expect(case.member.get_by_role("main")).not_to_contain_text("Keramba murah")


def put_away(case: Case, state: str) -> Locator:
    """Find the third post where the moderator is led to what is hidden or deleted."""
    page = case.moderator
    page.goto(f"{case.way.language}/forum/")
    acts.follow("main nav a[href$='/forum/moderasi/']")(page, None)
    acts.follow(f"main .pills a[href*='keadaan={state}']")(page, None)
    expect(page).to_have_url(re.compile(f"keadaan={state}"))
    return page.locator("main .saved-row", has_text=case.title).filter(has_text="#3")


def expect_only_moderators_to_see_the_list(case: Case) -> None:
    page = case.member
    page.goto(f"{case.way.language}/forum/")
    expect(page.locator("main nav a[href$='/forum/markah/']")).to_be_visible()
    expect(page.locator("main nav a[href$='/forum/moderasi/']")).to_have_count(0)
    assert status(page, f"{case.way.language}/forum/moderasi/") == 403
    expect(page.get_by_role("main")).not_to_contain_text(case.title)
