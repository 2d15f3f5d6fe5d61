"""The page of what a member was told: the newest first, what belongs together in one place, paged by keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..kinds import KINDS, said
from ..mentions import organisations_called
from ..models import Notification
from ..things import THINGS
from . import unread

if TYPE_CHECKING:
    from collections.abc import Collection

    from community.members.permissions import Viewer

    from ..things import Container, Shown

PAGE_SIZE = 30
PEOPLE = ("activity__actor", "activity__organisation")


@dataclass(frozen=True)
class Line:
    """One thing that happened, in a sentence, with what it is about.

    `called` is the organisation that was mentioned in it, where not the reader themselves was.
    """

    notification: Notification
    shown: Shown
    called: str = ""

    @property
    def said(self) -> str:
        """The sentence."""
        return said(self.notification, called=self.called, by=self.shown.by)

    @property
    def is_unread(self) -> bool:
        """Whether the member has not been there yet."""
        return self.notification.read_at is None


@dataclass
class Group:
    """What a page tells of one topic, one discussion, or one case."""

    within: Container
    lines: list[Line] = field(default_factory=list)
    unread: int = 0  # of it, also on other pages

    @property
    def is_unread(self) -> bool:
        """Whether something of it on this page is unread."""
        return any(line.is_unread for line in self.lines)

    @property
    def url(self) -> str:
        """Where to go on reading: the first of it that is unread, else the latest."""
        new = [line for line in self.lines if line.is_unread]
        line = min(new, key=lambda line: (line.shown.number, line.notification.activity_id)) if new else self.lines[0]
        return line.shown.url


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
    told = Notification.objects.filter(recipient=viewer.user_id).select_related(*PEOPLE).order_by("-activity_id")
    if after:
        told = told.filter(activity__lt=after)
    rows = [row for kind in THINGS.values() for row in told.visible_to(viewer, kind)[: PAGE_SIZE + 1]]
    found = sorted(rows, key=lambda row: row.activity_id, reverse=True)[: PAGE_SIZE + 1]
    shown = [row for row in found[:PAGE_SIZE] if row.activity.kind in KINDS]
    groups = _grouped(viewer, shown)
    counts = unread.count_beside(viewer, [group.lines[0].notification for group in groups if group.is_unread])
    for group in groups:
        group.unread = counts.get(group.within.name, 0)
    return NotificationPage(
        groups=groups,
        newest=found[0].activity_id if found else None,
        after=found[PAGE_SIZE - 1].activity_id if len(found) > PAGE_SIZE else None,
    )


def _grouped(viewer: Viewer, rows: list[Notification]) -> list[Group]:
    """Put together what belongs to one container, in the order of the latest of each."""
    shown = shown_of(viewer, rows)
    called = organisations_called(rows)
    groups: dict[str, Group] = {}
    for row in rows:
        thing = shown.get(row.pk)
        if thing is not None:  # it may be gone since the rows were read
            line = Line(row, thing, called.get(row.pk, ""))
            groups.setdefault(thing.within.name, Group(thing.within)).lines.append(line)
    return list(groups.values())


def shown_of(viewer: Viewer, rows: Collection[Notification]) -> dict[int, Shown]:
    """Find by notification what it tells of, as far as that stands and is open to the viewer."""
    keys: dict[str, set[int]] = {}
    for row in rows:
        keys.setdefault(row.activity.object_kind, set()).add(row.activity.object_id)
    found = {kind: THINGS[kind].shown_to(viewer, its) for kind, its in keys.items() if kind in THINGS}
    return {
        row.pk: thing
        for row in rows
        if (thing := found.get(row.activity.object_kind, {}).get(row.activity.object_id)) is not None
    }
