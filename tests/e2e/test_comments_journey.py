"""Comments under a page, by two members, a visitor and a moderator: written, changed, followed by mail, led on."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from . import acts
from .forum_steps import DO, Way, do, each_way, enter
from .pages import ADMINISTRATOR, DISCUSSION
from .people import INVITED, INVITER, VISITOR
from .running_site import RunningSite

TELL_NOW = """
import django; django.setup()
from community.comments.models import Discussion
from community.comments.services import following_mails
Discussion.objects.exclude(mails_due_at=None).update(mails_due_at="2026-01-01T00:00Z")
following_mails.tell_due()
"""
SENT = "form.comment-form button.button:not([type=button], [name])"


@each_way
def test_what_one_writes_is_changed_answered_liked_followed_and_goes_on_in_the_forum(
    open_page: Callable[..., Page], way: Way, site: RunningSite
) -> None:
    author, other, visitor, moderator = enter(open_page, way, INVITER, INVITED, VISITOR, ADMINISTRATOR)
    words, email = f"Perahu bersama? {way}", f"ikut{way.language[1:]}{int(way.scripts)}@example.org"
    comment = write(author, way, words)
    change(author, comment, f"{words} Ya!")
    follow_as_visitor(visitor, way, email, site)
    answer(other, comment, f"Setuju: {way}")
    like(other, comment)
    visitor.goto(newest(way))
    expect(of(visitor, f"{words} Ya!")).to_be_visible()
    look_at_changes(visitor, comment, words)
    told = hear_by_mail(site, email)
    assert f"Setuju: {way}" in told
    end_the_mails(visitor, told)
    topic = lead_on(moderator, way, comment)
    visitor.goto(comment)
    expect(visitor.locator(f"#komentar a[href='{topic}'], main a[href='{topic}']").first).to_be_visible()


def write(page: Page, way: Way, words: str) -> str:
    """Comment on the page of a form, and give the address of the comment."""
    page.goto(f"{way.language}{DISCUSSION}tulis/")
    page.locator("[name=comment]").fill(words)
    with page.expect_event("load"):
        page.locator(SENT).last.click()
    written = of(page, words)
    expect(written).to_be_visible()
    return f"{way.language}/diskusi/komentar/{str(written.get_attribute('id')).removeprefix('c')}/"


def change(page: Page, comment: str, words: str) -> None:
    page.goto(f"{comment}ubah/")
    page.locator("[name=comment]").fill(words)
    with page.expect_event("load"):
        page.locator(SENT).last.click()
    expect(of(page, words)).to_be_visible()


def answer(page: Page, comment: str, words: str) -> None:
    """Answer it, with scripts in its place."""
    page.goto(comment)
    element = page.locator(f"#c{key_of(comment)}")
    element.locator("a[href*='?balas=']").first.click()
    page.locator("[name=comment]").last.fill(words)
    with page.expect_event("load"):
        page.locator(SENT).last.click()
    expect(of(page, words)).to_be_visible()


def like(page: Page, comment: str) -> None:
    """React on the page for it, with scripts in place."""
    page.goto(f"{comment.partition('/diskusi/')[0]}/tulisan/reaksi/comment/{key_of(comment)}/pilih/")
    page.locator("main form [name=reaction]").nth(1).click()
    expect(page.locator(f"#reactions-comment-{key_of(comment)}")).to_contain_text("1")


def look_at_changes(page: Page, comment: str, before: str) -> None:
    page.goto(comment)
    acts.follow(f"#c{key_of(comment)} a[href*='/riwayat/comment/']")(page, None)
    expect(page.get_by_role("main")).to_contain_text(before)


def follow_as_visitor(page: Page, way: Way, email: str, site: RunningSite) -> None:
    page.goto(f"{way.language}{DISCUSSION}ikuti/")
    page.locator("[name=email]").fill(email)
    do(page)
    page.goto(site.link_mailed_to(email))
    do(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Anda menerima surel|You get mails"))


def hear_by_mail(site: RunningSite, email: str) -> str:
    """Have the followers told now and not in some minutes, and read what came."""
    site.run("-c", TELL_NOW)
    return site.mail_to(email, beyond=1).get_content()


def end_the_mails(page: Page, told: str) -> None:
    link = re.findall(r"http\S+/ikuti/berhenti/\S+", told)[0]
    page.goto(link)
    with page.expect_event("load"):
        page.locator(DO).first.click()
    expect(page.locator("main [name=undo]")).to_have_count(1)


def lead_on(page: Page, way: Way, comment: str) -> str:
    """Let it go on in the forum, and give the address of the topic."""
    page.goto(f"{way.language}/moderasi/komentar/{key_of(comment)}/lanjutkan/")
    page.locator("[name=category]").select_option(index=1)
    page.locator("[name=title]").fill(f"Perahu bersama di Tual, {way}")
    page.locator("[name=body]").fill("Mari kita bahas di sini.")
    do(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Perahu bersama di Tual")
    expect(page.locator(f"main .prose a[href$='/komentar/{key_of(comment)}/']").first).to_be_visible()
    return urlsplit(page.url).path


def newest(way: Way) -> str:
    return f"{way.language}{DISCUSSION}?urut=terbaru"


def of(page: Page, words: str) -> Locator:
    """Find the comment that says so."""
    return page.locator("article.comment", has=page.locator(".prose", has_text=words)).last


def key_of(comment: str) -> str:
    return comment.strip("/").rpartition("/")[2]
