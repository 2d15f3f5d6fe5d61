"""A member asks in a poll, another one votes: who sees the counts when, as it was promised, until it is closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from . import acts
from .forum_steps import DO, Way, begin_topic, do, each_way, enter, publish, status
from .people import INVITED, INVITER, VISITOR, name_of

OPTIONS = ("Elat", "Langgur", "Tual")
POLL = "#jajak-pendapat"
WORDS = {
    "": {
        "several": "Pilih sampai 2.",
        "nobody yet": "Belum ada yang memilih.",
        "after voting": "Yang sudah memilih bisa melihat hasilnya; setelah ditutup semua bisa.",
        "too many": "Pilihlah paling banyak 2.",
        "own": "pilihan Anda",
        "one": "1 suara",
        "both": "2 suara",
        "first": "Tempat pertama",
        "closed": "Ditutup",
    },
    "/en": {
        "several": "Choose up to 2.",
        "nobody yet": "Nobody has voted yet.",
        "after voting": "Who has voted sees the counts; once it is closed all do.",
        "too many": "Please choose at most 2.",
        "own": "your choice",
        "one": "1 vote",
        "both": "2 votes",
        "first": "First place",
        "closed": "Closed",
    },
}


@each_way
def test_a_poll_shows_its_counts_to_who_has_voted_and_once_closed_to_all(
    open_page: Callable[..., Page], way: Way
) -> None:
    author, voter, visitor = enter(open_page, way, INVITER, INVITED, VISITOR)
    words = WORDS[way.language]
    topic = ask(author, way, f"Di mana kita bertemu? {way}")
    expect_no_counts((author, voter, visitor), topic, words)
    expect(author.locator(f"{POLL} a[href$='/ubah/']")).to_be_visible()
    vote(voter, topic, words)
    voters = look_who_voted(voter)
    expect_no_counts((author, visitor), topic, words)
    expect(author.locator(f"{POLL} a[href$='/ubah/']")).to_have_count(0)
    assert status(visitor, voters) == 403
    expect(visitor.get_by_role("main")).not_to_contain_text(name_of(INVITED))
    change_vote(voter, topic, words)
    vote_for(author, topic, 1)
    close(author, topic, words)
    visitor.goto(topic)
    expect(row(visitor, 1)).to_contain_text(re.compile(f"{words['first']}.*{words['both']}", re.DOTALL))
    for number in (0, 2):
        expect(row(visitor, number)).not_to_contain_text(words["first"])
    expect(visitor.locator(f"{POLL} a[href$='/suara/']")).to_have_count(0)


def ask(page: Page, way: Way, title: str) -> str:
    """Start a topic with a poll of which two options may be chosen, until a day."""
    day = date.today() + timedelta(days=30)
    begin_topic(page, way, title)
    page.locator("#with-poll").check()
    page.locator("[name=poll-options]").fill("\n".join(OPTIONS))
    page.locator("[name=poll-mode]").select_option("multiple")
    page.locator("[name=poll-max_choices]").fill("2")
    page.locator("[name=poll-results]").select_option("after_vote")
    page.locator("[name=poll-closes_on]").fill(day.isoformat())
    topic = publish(page, title)
    expect(page.locator(POLL)).to_contain_text(WORDS[way.language]["several"])
    expect(page.locator(POLL)).to_contain_text(way.day(day))
    return topic


def expect_no_counts(pages: tuple[Page, ...], topic: str, words: dict[str, str]) -> None:
    """See the options without counts, and when these are shown; the author is told no more than others."""
    for page in pages:
        page.goto(topic)
        expect(page.locator(f"{POLL} li")).to_have_text(list(OPTIONS))
        expect(page.locator(POLL)).to_contain_text(words["after voting"])
        expect(page.locator(f"{POLL} table")).to_have_count(0)


def vote(page: Page, topic: str, words: dict[str, str]) -> None:
    """Choose too many, which is said, then as many as one may."""
    page.goto(topic)
    expect(page.locator(POLL)).to_contain_text(words["nobody yet"])
    choose(page, topic, 0, 1, 2)
    page.locator(DO).last.click()  # the form stays, with scripts in its place
    expect(page.get_by_role("main")).to_contain_text(words["too many"])
    page.locator(f"{POLL} [name=options]").nth(2).uncheck()
    do(page)
    for number in (0, 1):
        expect(row(page, number)).to_contain_text(words["one"])
        expect(row(page, number)).to_contain_text(words["own"])
    expect(row(page, 2)).not_to_contain_text(words["own"])


def look_who_voted(page: Page) -> str:
    """Look who voted for the first option, and give the address where that stands."""
    acts.follow(f"{POLL} .actions a[href*='/jajak/']:not([data-hx-get])")(page, None)
    acts.follow("main .name-list a")(page, None)
    expect(page.locator("main .rows li")).to_have_count(1)
    expect(page.locator("main .rows li")).to_contain_text(name_of(INVITED))
    return page.url


def change_vote(page: Page, topic: str, words: dict[str, str]) -> None:
    page.goto(topic)
    page.locator(f"{POLL} a[href$='/suara/']").click()
    page.locator(f"{POLL} [name=options]").first.uncheck()
    do(page)
    expect(row(page, 1)).to_contain_text(words["own"])
    expect(row(page, 0)).not_to_contain_text(words["own"])


def vote_for(page: Page, topic: str, *numbers: int) -> None:
    choose(page, topic, *numbers)
    do(page)


def choose(page: Page, topic: str, *numbers: int) -> None:
    page.goto(topic)
    page.locator(f"{POLL} a[href$='/suara/']").click()
    for number in numbers:
        page.locator(f"{POLL} [name=options]").nth(number).check()


def close(page: Page, topic: str, words: dict[str, str]) -> None:
    page.goto(topic)
    acts.follow(f"{POLL} a[href$='/tutup/']")(page, None)
    do(page)
    expect(page.locator(f"{POLL} h2")).to_contain_text(words["closed"])


def row(page: Page, number: int) -> Locator:
    """Find an option in the table of the counts."""
    return page.locator(f"{POLL} tbody tr").nth(number)
