"""Folding what is by members whom the viewer has blocked; asked of the results that are shown, never of the engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .models import EntryTerm

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from .engines import Hit


def author_tokens(members: Iterable[int]) -> tuple[str, ...]:
    """Name members as entries name their authors."""
    return tuple(f"user:{key}" for key in sorted(members))


def fold_blocked(hits: list[Hit], viewer: Viewer) -> None:
    """Fold the results of which somebody blocked is an author; who has blocked nobody pays for no query."""
    if not (hits and viewer.blocked_ids):
        return
    terms = EntryTerm.objects.filter(entry__in=[hit.entry.pk for hit in hits], field=EntryTerm.Field.AUTHOR)
    blocked = set(author_tokens(viewer.blocked_ids))
    folded = {key for key, author in terms.values_list("entry_id", "value") if author in blocked}
    for hit in hits:
        hit.is_folded = hit.entry.pk in folded
