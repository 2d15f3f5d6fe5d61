"""What was changed since a case began: who decides reads also what was reported, whatever its author made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community.writing import kinds as texts
from community.writing.history import reading
from community.writing.history.differences import differences
from community.writing.history.models import Version

from ..kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.members.permissions import Viewer
    from community.writing.history.differences import Sides

    from ..kinds import Kind
    from ..models import Review

SHOWN = 5  # changes at most
READ = 200  # earlier texts, the latest ones, among which those that were reported are looked for


@dataclass(frozen=True)
class Changed:
    """One change: who made it and when, and what it was about before and after; None for what stayed."""

    version: Version
    title: Sides | None
    body: Sides | None


@dataclass(frozen=True)
class Changes:
    """Those that are shown, and how many more there are."""

    shown: Sequence[Changed] = ()
    more: int = 0


def changed_since(review: Review, thing: Any, viewer: Viewer) -> Changes:
    """Give the changes to what an open case is about, as far as the viewer may see them, by a fixed number of queries.

    Those of what was reported come before others, also where they were made while somebody wrote the report; with an
    appeal they are those of the case before. Titles are told where they are judged, too: that of a private conversation
    is not.
    """
    kind, case = KINDS[review.kind], review.appeal_of or review
    name, kept = kind.kept_as(thing)
    if review.decided_at or name not in texts.KINDS:
        return Changes()
    has_title = bool(kind.heading(thing))
    found = [each for each in reading.changes(viewer, name, kept) if has_title or each.version.kind == name]
    reported = _reported(case, kind, thing, versions_of=(name, kept.pk)) if found else set()
    told = [each for each in found if each.version.pk in reported or each.version.at >= case.created_at]
    told = [each for each in told if each.is_shown]
    first = sorted(told, key=lambda each: each.version.pk not in reported)[:SHOWN]
    shown = sorted(first, key=lambda each: each.number)
    return Changes([_compared(each, has_title=has_title) for each in shown], more=len(told) - len(shown))


def _reported(case: Review, kind: Kind, thing: Any, *, versions_of: tuple[str, int]) -> set[int]:
    """Find the earlier texts that reports of a case were about."""
    marks = set(case.flags.standing().values_list("said", flat=True)) - {"", kind.said(thing)}
    if not marks:
        return set()
    versions = Version.objects.filter(kind=versions_of[0], object_id=versions_of[1]).order_by("-number")
    return {key for key, body in versions.values_list("pk", "body")[:READ] if kind.said_by(body) in marks}


def _compared(change: reading.Change, *, has_title: bool) -> Changed:
    before, after = change.before, change.after
    title, body = differences(before.title, after.title), differences(before.body, after.body)
    return Changed(change.version, title if has_title and not title.is_same else None, None if body.is_same else body)
