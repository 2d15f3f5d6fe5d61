"""What a block keeps away; messages, mentions and notices ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate

from .models import Block

if TYPE_CHECKING:
    from ..models import User


@predicate
def has_blocked(user: User, other: User) -> bool:
    """Tell whether a member has blocked another, so that nothing of theirs shall reach the member.

    What moderators and administrators do for the site (notices about one's texts and account) is never kept away:
    whoever sends such a thing doesn't ask.
    """
    return Block.objects.filter(user=user, blocked=other).exists()
