"""What the page of a history shows: each change with what the text said before and after it, as far as one may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from .. import kinds
from ..kinds import Text
from .models import Version
from .permissions import keeps_order

if TYPE_CHECKING:
    from community.members.permissions import Viewer


AT_ONCE = timedelta(seconds=2)  # between what one edit writes


@dataclass
class Change:
    """One change: the version that says what stood there before, and the one that followed, if another change did.

    The texts themselves are read only where they are asked for.
    """

    version: Version
    follower: Version | None
    thing: Any
    number: int  # among the changes that the page tells of, the first one is 1
    may_tend: bool = False
    is_shown: bool = True
    beside: Change | None = None  # of what belongs to the text, as its title, in the same edit

    @property
    def before(self) -> Text:
        """What stood there before."""
        own = self._said_in(self.version)
        return _joined(own, self.beside.before) if self.beside else own

    @property
    def after(self) -> Text:
        """What stood there after it."""
        follower = self.follower
        own = self._said_in(follower) if follower else kinds.KINDS[self.version.kind].now(self.thing)
        return _joined(own, self.beside.after) if self.beside else own

    def _said_in(self, version: Version) -> Text:
        return Text(version.title, kinds.KINDS[version.kind].then(self.thing, version.body))

    def is_same_edit(self, later: Change) -> bool:
        """Tell whether a change to another text was made by one press of the same button.

        Who may hide the texts before is shown each by itself, and so is what is hidden.
        """
        one, other = self.version, later.version
        if self.beside or self.may_tend or later.may_tend or not (self.is_shown and later.is_shown):
            return False
        is_alike = (one.editor_id, one.note) == (other.editor_id, other.note) and one.kind != other.kind
        return is_alike and other.at - one.at < AT_ONCE


def changes(viewer: Viewer, kind: str, thing: Any) -> list[Change]:
    """List the changes of a text, and of what belongs to it, the first one first.

    Who keeps order there sees all. For the others a text that was never public, or that a moderator hid, is left out:
    a change to it or from it is named without what it says.
    """
    texts = [(kind, thing), *kinds.KINDS[kind].further(thing)]
    wanted = Q()
    for name, each in texts:
        wanted |= Q(kind=name, object_id=each.pk)
    rows: dict[str, list[Version]] = {}
    versions = Version.objects.filter(wanted).defer("body").select_related("editor__profile__handle")
    for version in versions.order_by("number"):
        rows.setdefault(version.kind, []).append(version)
    found: list[Change] = []
    for name, each in texts:
        found += _of_one(viewer, name, each, rows.get(name, []))
    found.sort(key=lambda change: (change.version.at, change.version.pk))
    told: list[Change] = []
    for change in found:
        if told and told[-1].is_same_edit(change):
            told[-1].beside = change
        else:
            change.number = len(told) + 1
            told.append(change)
    return told


def _joined(one: Text, other: Text) -> Text:
    return Text(one.title or other.title, one.body or other.body)


def _of_one(viewer: Viewer, kind: str, thing: Any, versions: list[Version]) -> list[Change]:
    """Pair each earlier text with the one that came after it."""
    may_tend = keeps_order(viewer, kind, thing)
    found = []
    for version, follower in zip_longest(versions, versions[1:]):
        is_shown = may_tend or (version.is_open and (follower is None or follower.is_open))
        found.append(Change(version, follower, thing, number=0, may_tend=may_tend, is_shown=is_shown))
    return found
