"""What a decision was, for who looks at it again: its author, and the moderator who decides about an appeal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from community.writing.history.differences import Sides, differences
from community.writing.history.models import Version
from community.writing.history.reading import Change

from ..kinds import KINDS
from ..models import Review
from .sanctions import is_running, together_with
from .undoing import version_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Decided:
    """A decision: of words that were changed both versions, of a sanction whether it goes on, and what came with it."""

    case: Review
    sides: Sides | None
    is_running: bool
    beside: Review | None
    sanctions: Sequence[Review]

    @property
    def was_by_site(self) -> bool:
        """Whether no person decided it."""
        return self.case.is_sanction and self.case.decided_by_id is None


def decided(case: Review, thing: Any, *, sees_hidden: bool) -> Decided:
    """Gather it, by a fixed number of queries; a version that is hidden is for who keeps order alone."""
    return Decided(
        case=case,
        sides=_sides(case, thing, sees_hidden=sees_hidden),
        is_running=case.is_sanction and is_running(case),
        beside=Review.objects.filter(pk=case.beside_id).first() if case.beside_id else None,
        sanctions=[] if case.is_sanction else together_with(case),
    )


def _sides(case: Review, thing: Any, *, sees_hidden: bool) -> Sides | None:
    """Compare what a text said before and after a moderator changed it."""
    kind = KINDS[case.kind]
    version = version_of(case, kind, thing) if thing is not None else None
    if version is None or not (sees_hidden or version.hidden_at is None):
        return None
    _name, kept = kind.kept_as(thing)
    later = Version.objects.filter(kind=version.kind, object_id=version.object_id, number=version.number + 1).first()
    change = Change(version, later, kept, number=1)
    return differences(change.before.body, change.after.body)
