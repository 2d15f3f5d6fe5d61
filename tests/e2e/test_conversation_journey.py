"""A private conversation of two: a third one comes, one leaves, and is back once they have allowed it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from . import acts
from .forum_steps import POST, Way, begin_conversation, do, each_way, enter, reply, status, told
from .people import INVITED, INVITER, NEWCOMER, handle_of, name_of

WORDS = {
    "": {
        "added": "Pengundang Contoh menambahkan Pendatang Contoh",
        "added again": "Pengundang Contoh menambahkan Diundang Contoh",
        "left": "Diundang Contoh keluar dari percakapan",
        "begun": "Dimulai oleh Pengundang Contoh",
        "stays out": "Mereka ini sudah keluar dari percakapan",
    },
    "/en": {
        "added": "Pengundang Contoh added Pendatang Contoh",
        "added again": "Pengundang Contoh added Diundang Contoh",
        "left": "Diundang Contoh left the conversation",
        "begun": "Begun by Pengundang Contoh",
        "stays out": "These left the conversation",
    },
}


@each_way
def test_one_joins_a_private_conversation_and_one_leaves_it(open_page: Callable[..., Page], way: Way) -> None:
    inviter, invited, newcomer = enter(open_page, way, INVITER, INVITED, NEWCOMER)
    words, subject = WORDS[way.language], f"Sewa perahu bersama, {way}"
    talk = begin_conversation(inviter, way, handle_of(INVITED), subject)
    assert status(newcomer, talk) == 404
    add(inviter, talk, NEWCOMER)
    told(invited, talk, words["added"])
    open_from_list(newcomer, way, subject)
    expect(newcomer.locator(POST).first).to_contain_text("Boleh saya datang hari Jumat?")
    leave(invited, way, talk, subject)
    told(newcomer, talk, words["left"])
    reply(newcomer, talk, "Saya juga ikut hari Jumat.")
    ask_who_stays_out(inviter, talk, words)
    assert status(invited, talk) == 404
    allow_return(invited, way, words, subject)
    assert status(invited, talk) == 404
    add(inviter, talk, INVITED)
    told(newcomer, talk, words["added again"])
    open_from_list(invited, way, subject)
    expect(invited.locator(POST, has_text="Saya juga ikut hari Jumat.")).to_be_visible()


def add(page: Page, talk: str, email: str) -> None:
    ask_to_add(page, talk, email)
    expect(taking_part(page, email)).to_have_count(1)


def ask_to_add(page: Page, talk: str, email: str) -> None:
    page.goto(talk)
    acts.follow("main a[href$='/peserta/']")(page, None)
    page.locator("[name=people]").fill(handle_of(email))
    do(page)


def taking_part(page: Page, email: str) -> Locator:
    return page.locator("main .saved-row", has_text=name_of(email))


def open_from_list(page: Page, way: Way, subject: str) -> None:
    page.goto(f"{way.language}/forum/pesan/")
    acts.follow(f"main .topic-row a:text-is('{subject}')")(page, None)
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)


def leave(page: Page, way: Way, talk: str, subject: str) -> None:
    """Leave the conversation, which is in one's list no more, and can't be opened."""
    page.goto(talk)
    acts.follow("main a[href$='/keluar/']")(page, None)
    do(page)
    expect(page).to_have_url(f"{page.url.partition('/forum/')[0]}/forum/pesan/")
    expect(page.get_by_role("main")).not_to_contain_text(subject)
    assert status(page, talk) == 404


def ask_who_stays_out(page: Page, talk: str, words: dict[str, str]) -> None:
    """Try to add who has left, which only they can allow."""
    ask_to_add(page, talk, INVITED)
    expect(page.get_by_role("main")).to_contain_text(words["stays out"])
    expect(taking_part(page, INVITED)).to_have_count(0)
    expect(taking_part(page, NEWCOMER)).to_have_count(1)


def allow_return(page: Page, way: Way, words: dict[str, str], subject: str) -> None:
    """Find the conversation among those one has left, without its subject, and let others add one again."""
    page.goto(f"{way.language}/forum/pesan/")
    acts.follow("main a[href$='/pesan/keluar/']")(page, None)
    row = page.locator("main .saved-row", has_text=words["begun"])
    expect(row).to_have_count(1)
    expect(page.get_by_role("main")).not_to_contain_text(subject)
    acts.follow("main .saved-row a[href$='/kembali/']")(page, None)
    do(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(row).to_have_count(0)
