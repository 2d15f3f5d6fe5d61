"""The page of what a member was told: the newest first, what belongs to one topic together, paged by keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.forums.models import Post

from ..kinds import KINDS, said
from ..mentions import organisations_called
from ..models import Notification
from . import unread

if TYPE_CHECKING:
    from community.forums.models import Topic
    from community.members.permissions import Viewer

PAGE_SIZE = 30


@dataclass(frozen=True)
class Line:
    """One thing that happened, in a sentence, with the post that it is about.

    `called` is the organisation that was mentioned in it, where not the reader themselves was.
    """

    notification: Notification
    post: Post
    called: str = ""

    @property
    def said(self) -> str:
        """The sentence."""
        return said(self.notification, called=self.called)

    @property
    def own_words(self) -> str:
        """What the post says besides what it quotes; all of it where it only quotes."""
        lines = self.post.shown_body.splitlines()
        return "\n".join(line for line in lines if not line.startswith(">")).strip() or self.post.shown_body

    @property
    def is_unread(self) -> bool:
        """Whether the member has not been there yet."""
        return self.notification.read_at is None


@dataclass
class Group:
    """What a page tells of one topic."""

    topic: Topic
    lines: list[Line] = field(default_factory=list)
    unread: int = 0  # of the topic, also on other pages

    @property
    def is_unread(self) -> bool:
        """Whether something of it on this page is unread."""
        return any(line.is_unread for line in self.lines)

    @property
    def url(self) -> str:
        """Where to go on reading: the first of it that is unread, else the latest."""
        new = [line.post for line in self.lines if line.is_unread]
        post = min(new, key=lambda post: post.number) if new else self.lines[0].post
        return post.get_absolute_url()


@dataclass
class NotificationPage:
    """A page: its groups, the newest activity of all, and where the next page begins."""

    groups: list[Group] = field(default_factory=list)
    newest: int | None = None
    after: int | None = None

    @property
    def has_unread(self) -> bool:
        """Whether anything on it is unread."""
        return any(group.is_unread for group in self.groups)


def page_of(viewer: Viewer, *, after: int = 0) -> NotificationPage:
    """Give what a member was told before an activity, the latest without one; never what they may not see any more."""
    rows = Notification.objects.filter(recipient=viewer.user_id).visible_to(viewer)
    if after:
        rows = rows.filter(activity__lt=after)
    people = ("activity__actor", "activity__organisation")
    found = list(rows.select_related(*people).order_by("-activity_id")[: PAGE_SIZE + 1])
    shown = [row for row in found[:PAGE_SIZE] if row.activity.kind in KINDS]
    groups = _grouped(shown)
    counts = unread.count_by_topic(viewer, [group.topic.pk for group in groups if group.is_unread])
    for group in groups:
        group.unread = counts.get(group.topic.pk, 0)
    return NotificationPage(
        groups=groups,
        newest=found[0].activity_id if found else None,
        after=found[PAGE_SIZE - 1].activity_id if len(found) > PAGE_SIZE else None,
    )


def _grouped(rows: list[Notification]) -> list[Group]:
    """Put together what belongs to one topic, in the order of the latest of each."""
    posts = Post.objects.select_related("topic__category").in_bulk([row.activity.object_id for row in rows])
    called = organisations_called(rows)
    groups: dict[int, Group] = {}
    for row in rows:
        post = posts.get(row.activity.object_id)
        if post is not None:  # it may be gone since the rows were read
            groups.setdefault(post.topic_id, Group(post.topic)).lines.append(Line(row, post, called.get(row.pk, "")))
    return list(groups.values())
