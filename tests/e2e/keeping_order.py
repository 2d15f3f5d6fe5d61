"""A moderator who keeps order in a topic of a member, who looks on: what they do, and what is told of it, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from . import acts
from .forum_steps import Way, do, enter, open_post, start_topic, take_back, told
from .pages import ADMINISTRATOR

REASON = "Sudah dibahas dengan pengurus ohoi."
WORDS = {
    "": {
        "pinned": "Redaksi Negeri menyematkan topik ini di ruangnya, sampai",
        "archived": "Redaksi Negeri mengarsipkan topik ini",
        "unlisted": "Redaksi Negeri mengeluarkan topik ini dari daftar",
        "listed": "Redaksi Negeri memasukkan topik ini kembali ke daftar",
        "about": "Redaksi Negeri mengubah wilayah, bidang, tag, atau jenis topik ini",
        "given": "Redaksi Negeri menyerahkan kiriman #2 kepada anggota lain",
        "hid": "Redaksi Negeri menyembunyikan kiriman #3",
        "hidden": "Kiriman #3 disembunyikan oleh moderator.",
        "deleted it": "Redaksi Negeri menghapus kiriman #3",
        "deleted": "Kiriman #3 dihapus oleh moderator.",
        "restored": "Redaksi Negeri memulihkan kiriman #3",
        "moved 2": "Kiriman #2 sampai #3 dipindahkan ke topik lain",
        "split 2": "Redaksi Negeri membuat topik baru dari 2 kiriman",
        "came 2": "Redaksi Negeri membuat topik ini dari 2 kiriman topik lain",
        "split 1": "Redaksi Negeri membuat topik baru dari 1 kiriman",
        "merged": "Redaksi Negeri menggabungkan topik lain ke sini, dengan 2 kiriman",
        "undone": "dibatalkan",
        "is pinned": "Disematkan",
        "is archived": "Diarsipkan",
    },
    "/en": {
        "pinned": "Redaksi Negeri pinned this topic in its category, until",
        "archived": "Redaksi Negeri archived this topic",
        "unlisted": "Redaksi Negeri took this topic out of the lists",
        "listed": "Redaksi Negeri put this topic into the lists again",
        "about": "Redaksi Negeri changed what this topic is about",
        "given": "Redaksi Negeri gave post #2 to another member",
        "hid": "Redaksi Negeri hid post #3",
        "hidden": "Post #3 was hidden by the moderators.",
        "deleted it": "Redaksi Negeri deleted post #3",
        "deleted": "Post #3 was deleted by the moderators.",
        "restored": "Redaksi Negeri restored post #3",
        "moved 2": "Posts #2 to #3 were moved to another topic",
        "split 2": "Redaksi Negeri made a new topic of 2 posts",
        "came 2": "Redaksi Negeri made this topic of 2 posts from another one",
        "split 1": "Redaksi Negeri made a new topic of 1 post",
        "merged": "Redaksi Negeri merged another topic into this one, with 2 posts",
        "undone": "taken back",
        "is pinned": "Pinned",
        "is archived": "Archived",
    },
}


@dataclass(frozen=True)
class Case:
    """A topic in which a moderator keeps order while a member reads."""

    moderator: Page
    member: Page
    way: Way
    title: str
    topic: str

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.way.language]

    def row(self) -> Locator:
        """Find the topic where the member sees it in the list of its category."""
        self.member.goto(self.topic)
        acts.follow(".breadcrumbs a[href*='/forum/ruang/'] >> nth=-1")(self.member, None)
        expect(self.member.locator(".topic-row").first).to_be_visible()
        return self.member.locator(".topic-row", has_text=self.title)

    def told(self, name: str) -> Locator:
        """Read what the member is told last; how to take it back isn't for them."""
        act = told(self.member, self.topic, self.words[name])
        expect(act.locator("a[href$='/batal/']")).to_have_count(0)
        return act

    def taken_back(self, name: str) -> None:
        """Take back what was done last, which the member is told, too."""
        take_back(self.moderator)
        expect(self.told(name)).to_contain_text(self.words["undone"])


def case_of(open_page: Callable[..., Page], way: Way, email: str, title: str) -> Case:
    member, moderator = enter(open_page, way, email, ADMINISTRATOR)
    return Case(moderator, member, way, title, start_topic(member, way, title))


def choose_for(case: Case, number: int, name: str) -> None:
    """Choose what to do with a post."""
    open_post(case.moderator, case.topic, number)
    case.moderator.locator(f"main nav a[href$='/{name}/']").click()


def give_reason(page: Page, *, is_told: bool = False) -> None:
    page.locator("main form [name=reason]").fill(REASON)
    if is_told:
        page.locator("main form [name=is_told]").check()
    do(page)
