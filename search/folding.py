"""Folding what is by members whom the viewer has blocked; asked of what is shown, never of the engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .models import EntryTerm

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from .engines import Hit, Suggestion


def author_tokens(members: Iterable[int]) -> tuple[str, ...]:
    """Name members as entries name their authors."""
    return tuple(f"user:{key}" for key in sorted(members))


def fold_blocked(hits: list[Hit], viewer: Viewer) -> None:
    """Fold the results of which somebody blocked is an author; who has blocked nobody pays for no query."""
    folded = _by_blocked([hit.entry.pk for hit in hits], viewer)
    for hit in hits:
        hit.is_folded = hit.entry.pk in folded


def without_blocked(suggested: list[Suggestion], viewer: Viewer) -> list[Suggestion]:
    """Leave out what is by somebody blocked, and themselves: nothing can be folded in a list to choose from."""
    blocked = _by_blocked([each.entry.pk for each in suggested], viewer)
    return [each for each in suggested if each.entry.pk not in blocked]


def without_blocked_hits(hits: list[Hit], viewer: Viewer) -> list[Hit]:
    """Leave out results by somebody blocked, where they are shown to who did not ask for them."""
    blocked = _by_blocked([hit.entry.pk for hit in hits], viewer)
    return [hit for hit in hits if hit.entry.pk not in blocked]


def _by_blocked(keys: list[int], viewer: Viewer) -> set[int]:
    """Those of some entries that have an author whom the viewer has blocked, in one query."""
    if not (keys and viewer.blocked_ids):
        return set()
    terms = EntryTerm.objects.filter(entry__in=keys, field=EntryTerm.Field.AUTHOR)
    blocked = set(author_tokens(viewer.blocked_ids))
    return {key for key, author in terms.values_list("entry_id", "value") if author in blocked}
