"""Two members and a moderator at once: a question, its answer, the bell, the acts of the moderator, a private word."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.services.servers import wait_for

from . import acts
from .forum_steps import (
    ACT,
    POST,
    Way,
    begin_conversation,
    begin_topic,
    choose,
    do,
    each_way,
    enter,
    open_post,
    publish,
    reply,
    take_back,
)
from .pages import ADMINISTRATOR
from .people import ANSWERER, ASKER, handle_of
from .test_notifications_journey import WORDS, ring

POLL = 1
ELSEWHERE = 8  # the topic into which a reply is moved


@each_way
def test_a_question_is_answered_and_kept_in_order(open_page: Callable[..., Page], way: Way) -> None:
    asker, answerer, moderator = enter(open_page, way, ASKER, ANSWERER, ADMINISTRATOR)
    title = f"Berapa lama bibit tahan di perahu? {way}"
    topic = ask(asker, way, title)
    answer(answerer, topic, f"@{handle_of(ASKER)} sehari semalam, bila basah.")
    hear(asker, way.language, title)
    asker.goto(topic)
    accept(asker)
    react(asker, topic)
    vote(answerer, way.language)
    answer(answerer, topic, "Ini sebenarnya tentang rumah pengering.")
    rename(moderator, topic, f"{title} (dipindah)")
    close_and_open(moderator, asker, topic)
    move_and_take_back(moderator, topic)
    talk(asker, answerer, way)


def ask(page: Page, way: Way, title: str) -> str:
    begin_topic(page, way, title, kind="question")
    topic = publish(page, title)
    expect(page.locator(".topic-head .pill")).to_contain_text(["Tual", "#"])
    return topic


def answer(page: Page, topic: str, words: str) -> None:
    """Quote the first post, and answer below."""
    page.goto(topic)
    page.locator("#post-1 a[href*='kutip=']").click()
    text = page.locator("textarea[name=body]")
    expect(text).to_have_value(re.compile("enam jam"))
    text.fill(f"{text.input_value()}\n\n{words}")
    page.locator("#balas button.button:not([type=button], [name])").last.click()
    post = page.locator(POST).last
    expect(post).to_contain_text(words)
    expect(post.locator("blockquote")).to_contain_text("enam jam")


def hear(page: Page, language: str, title: str) -> None:
    """Follow the bell, which may ring for what other runs said, too, until it tells of this topic."""
    ring(page, WORDS[language], language)
    told = page.locator("main .topic-row.unread", has_text=title)

    def is_told() -> bool:
        page.reload()
        return told.count() > 0

    wait_for(is_told, "the answer at the bell", 60)


def accept(page: Page) -> None:
    page.locator("#post-2 a[href$='/jawaban/']").click()
    do(page)
    expect(page.locator("#post-1 .notice.success")).to_contain_text("sehari semalam")


def react(page: Page, topic: str) -> None:
    page.goto(topic)
    page.locator("#post-2 a[href*='/pilih/']").click()
    page.locator("form.pills button[name=reaction]").first.click()
    expect(page.locator("#post-2 .pills .pill").first).to_contain_text("1")


def vote(page: Page, language: str) -> None:
    """Vote, find that again, and take it back, so that each run begins without a vote."""
    form, option = f"{language}/forum/jajak/{POLL}/suara/", page.locator("#jajak-pendapat [name=options]").first
    page.goto(form)
    expect(option).not_to_be_checked()
    option.check()
    do(page)
    page.goto(form)
    expect(option).to_be_checked()
    with page.expect_navigation():
        page.locator("#jajak-pendapat [name=withdraw]").click()
    page.goto(form)
    expect(option).not_to_be_checked()


def rename(page: Page, topic: str, title: str) -> None:
    choose(page, topic, "judul")
    page.locator("[name=title]").fill(title)
    do(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def close_and_open(moderator: Page, member: Page, topic: str) -> None:
    """Close the topic, in which nobody then replies, and take that back."""
    choose(moderator, topic, "tutup")
    moderator.locator("main form [name=reason]").fill("Sudah terjawab.")
    do(moderator)
    member.goto(topic)
    expect(member.locator(ACT).last).to_contain_text("Redaksi Negeri")
    expect(member.locator("#balas")).to_have_count(0)
    take_back(moderator)
    member.goto(topic)
    expect(member.locator("#balas")).to_be_visible()


def move_and_take_back(page: Page, topic: str) -> None:
    """Move the third post elsewhere, after what will happen was told, and bring it back."""
    open_post(page, topic, 3)
    page.locator("main nav a[href$='/pilih/?nomor=3']").click()
    page.locator("button[value=pindah]").click()
    page.locator("[name=target]").fill(str(ELSEWHERE))
    do(page)
    expect(page.locator("[name=confirmed]")).to_be_attached()
    do(page)
    expect(page.locator(POST).last).to_contain_text("sebenarnya tentang")
    page.goto(topic)
    expect(page.get_by_role("main")).not_to_contain_text("sebenarnya tentang")
    take_back(page)
    page.goto(topic)
    expect(page.get_by_role("main")).to_contain_text("sebenarnya tentang")


def talk(asker: Page, answerer: Page, way: Way) -> None:
    subject = f"Terima kasih, {way}"
    conversation = begin_conversation(asker, way, handle_of(ANSWERER), subject)
    answerer.goto(f"{way.language}/forum/pesan/")
    acts.follow(f"main .topic-row.unread a:text-is('{subject}')")(answerer, None)
    reply(answerer, answerer.url.partition("#")[0], "Tentu, pagi-pagi.")
    asker.goto(conversation)
    expect(asker.locator(POST).last).to_contain_text("Tentu, pagi-pagi.")
