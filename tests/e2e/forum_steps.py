"""What the journeys through the forum share: the ways in which it is looked at, and steps that several of them take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format
from playwright.sync_api import Locator, Page, ViewportSize, expect

from . import acts
from .people import sign_in

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}
# The button that does it, beside those that show, change or leave it.
DO = "main form[method=post] button.button:not([type=button], [name])"
POST, ACT = ".post[data-number]", ".post.gone[data-number]"


@dataclass(frozen=True)
class Way:
    """How a run of a journey looks at the site: what its addresses begin with, whether scripts run, and how large.

    Its name stands in what the run writes, since all runs share one site.
    """

    language: str
    scripts: bool
    size: ViewportSize

    def __str__(self) -> str:
        words = ["English" if self.language else "Indonesian", "" if self.scripts else "plain"]
        return ", ".join(filter(None, [*words, "small" if self.size is PHONE else "wide"]))

    def day(self, day: date) -> str:
        """Write a day as a page does."""
        with translation.override(self.language.strip("/") or "id"):
            return date_format(day, "j F Y")


WAYS = [Way("", True, PHONE), Way("/en", False, DESK), Way("", False, DESK), Way("/en", True, PHONE)]
each_way = pytest.mark.parametrize("way", WAYS, ids=str)
# For long journeys: those that have nothing in common.
opposite_ways = pytest.mark.parametrize("way", WAYS[:2], ids=str)


def enter(open_page: Callable[..., Page], way: Way, *emails: str) -> list[Page]:
    """Open a window for each of these people, who are signed in then; "" is a visitor."""
    pages = [open_page(java_script_enabled=way.scripts, viewport=way.size) for _email in emails]
    for page, email in zip(pages, emails, strict=True):
        if email:
            sign_in(page, email)
    return pages


def begin_topic(page: Page, way: Way, title: str, *, kind: str = "discussion") -> None:
    """Fill in a new topic in the first category, about Tual and seedlings."""
    page.goto(f"{way.language}/forum/baru/")
    page.locator("[name=category]").select_option(index=1)
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill("Dari Tual ke Elat **enam jam**.")
    page.locator("[name=regions]").fill("81.72")
    page.locator("[name=tags]").fill("bibit")


def publish(page: Page, title: str) -> str:
    """Send what was filled in, and give the address of the topic."""
    do(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url.partition("#")[0]


def start_topic(page: Page, way: Way, title: str) -> str:
    """Do both."""
    begin_topic(page, way, title)
    return publish(page, title)


def reply(page: Page, topic: str, words: str) -> None:
    """Answer at the end of a topic, or of a private conversation."""
    page.goto(topic)
    page.locator("#balas").click()
    page.locator("textarea[name=body]").fill(words)
    page.locator("#balas button.button:not([type=button], [name])").last.click()
    expect(page.locator(POST).last).to_contain_text(words)


def begin_conversation(page: Page, way: Way, handle: str, subject: str) -> str:
    """Write to somebody in private, and give the address of the conversation."""
    page.goto(f"{way.language}/forum/pesan/baru/?kepada={handle}")
    page.locator("[name=title]").fill(subject)
    page.locator("[name=body]").fill("Boleh saya datang hari Jumat?")
    page.locator(DO).last.click()
    again = page.locator("button[name=anyway]")
    expect(again.or_(page.locator(POST)).first).to_be_visible()
    if again.count():  # the two have talked before
        again.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    return page.url.partition("#")[0]


def choose(page: Page, topic: str, name: str) -> None:
    """Open what a moderator can do with a topic, and choose an act."""
    page.goto(topic)
    page.locator(".topic-head a[href*='/forum/moderasi/']").click()
    page.locator(f"main nav a[href$='/{name}/']").click()


def open_post(page: Page, topic: str, number: int) -> None:
    """Open what a moderator can do with a post."""
    page.goto(topic)
    acts.reached(page.locator(f"#post-{number} .menu a[href*='/forum/moderasi/']")).click()


def take_back(page: Page) -> None:
    """Take back what the last small post of the page says that can be taken back."""
    acts.follow(".post a[href$='/batal/'] >> nth=-1")(page, None)
    do(page)


def told(page: Page, topic: str, words: str) -> Locator:
    """Find in a topic the last small post that says this; below it marks may stand of posts that came and went."""
    page.goto(topic)
    act = page.locator(ACT, has_text=words).last
    expect(act).to_be_visible()
    return act


def status(page: Page, address: str) -> int:
    """Go to an address, and give the status that answers."""
    response = page.goto(address)
    assert response
    return response.status


def do(page: Page) -> None:
    """Send the form of the page, whichever way it is sent, until a page is there anew.

    Sent in place it leads to a place in the same page, and only then opens that again.
    """
    with page.expect_event("load"):
        page.locator(DO).last.click()
