"""What was changed since a case began: who decides reads also what was reported, whatever its author made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community.writing import kinds as texts
from community.writing.history import reading
from community.writing.history.differences import differences

from ..kinds import KINDS

if TYPE_CHECKING:
    from community.members.permissions import Viewer
    from community.writing.history.differences import Sides
    from community.writing.history.models import Version

    from ..models import Review

SHOWN = 5  # the first ones: what was reported stands before them


@dataclass(frozen=True)
class Changed:
    """One change: who made it and when, and what it was about before and after; None for what stayed."""

    version: Version
    title: Sides | None
    body: Sides | None


def changed_since(review: Review, thing: Any, viewer: Viewer) -> list[Changed]:
    """Give the changes to what an open case is about, as far as the viewer may see them, the first one first.

    Titles are told where they are judged, too: that of a private conversation is not.
    """
    kind = KINDS[review.kind]
    name, kept = kind.kept_as(thing)
    if review.decided_at or name not in texts.KINDS:
        return []
    has_title = bool(kind.heading(thing))
    found = [each for each in reading.changes(viewer, name, kept) if has_title or each.version.kind == name]
    since = [each for each in found if each.is_shown and each.version.at >= review.created_at]
    return [_compared(each, has_title=has_title) for each in since[:SHOWN]]


def _compared(change: reading.Change, *, has_title: bool) -> Changed:
    before, after = change.before, change.after
    title, body = differences(before.title, after.title), differences(before.body, after.body)
    return Changed(change.version, title if has_title and not title.is_same else None, None if body.is_same else body)
