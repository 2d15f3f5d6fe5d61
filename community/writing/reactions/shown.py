"""Reactions as they are shown: counted under each thing of a page, and who it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from guard.keys import latest_below

from .models import ICONS, Reaction

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from community.members.permissions import Viewer

PEOPLE_PER_PAGE = 25


@dataclass(frozen=True)
class Shown:
    """One reaction of the set: how many chose it, and whether the viewer did."""

    name: str
    label: str | _StrPromise
    icon: str
    count: int = 0
    is_own: bool = False


def choices(own: str = "") -> list[Shown]:
    """List the whole set, to choose from."""
    names = Reaction.Name
    return [Shown(name.value, name.label, ICONS[name], is_own=name.value == own) for name in names]


def reactions_to(kind: str, authors: Mapping[int, int | None], viewer: Viewer) -> dict[int, list[Shown]]:
    """Count the reactions to things of a page, given with their authors, in one query; those of nobody are left out.

    Who was given a thing to which they had reacted doesn't count as long as it is theirs.
    """
    if not authors:
        return {}
    keys = list(authors)
    to_oneself = Q(pk=None)
    for key, author in authors.items():
        to_oneself |= Q(object_id=key, user=author) if author else Q()
    own = Count("pk", filter=Q(user=viewer.user_id)) if viewer.user_id else Count("pk", filter=Q(pk=None))
    found = (
        Reaction.objects.filter(kind=kind, object_id__in=keys)
        .exclude(to_oneself)
        .order_by()
        .values_list("object_id", "name")
    )
    counts = {(key, name): (count, bool(mine)) for key, name, count, mine in found.annotate(Count("pk"), mine=own)}
    return {
        key: [
            Shown(name.value, name.label, ICONS[name], *counts[key, name.value])
            for name in Reaction.Name
            if (key, name.value) in counts
        ]
        for key in keys
    }


def own_reaction(kind: str, key: int, viewer: Viewer) -> str:
    """Name what the viewer chose for a thing, nothing where they haven't."""
    own = Reaction.objects.filter(user=viewer.user_id, kind=kind, object_id=key)
    return own.values_list("name", flat=True).first() or ""


def who_reacted(
    kind: str, key: int, name: str, viewer: Viewer, *, author: int | None = None, after: int = 0
) -> tuple[list[Reaction], int]:
    """Give who chose a reaction, the latest first, and after which key the next page begins; 0 is the last.

    Who is blocked by the viewer is counted, and not named; whose the thing is by now is neither.
    """
    rows = Reaction.objects.filter(kind=kind, object_id=key, name=name).exclude(user__in=viewer.blocked_ids)
    if author is not None:
        rows = rows.exclude(user=author)
    return latest_below(rows.select_related("user__profile__handle"), after, size=PEOPLE_PER_PAGE)
