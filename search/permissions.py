"""Who may keep searches, and who is told what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from rules.predicates import predicate

from community.members.mailable import has_confirmed_address
from community.members.permissions import Viewer, is_active, is_suspended

if TYPE_CHECKING:
    from community.members.models import User

    from .models import SavedSearch


@predicate
def is_keeper(user: User, saved: SavedSearch) -> bool:
    """Tell whether the member saved this search."""
    return saved.user_id == user.pk


def public_tokens() -> frozenset[str]:
    """Name what anybody may read."""
    return Viewer(AnonymousUser()).tokens


may_save_search = is_active & ~is_suspended
may_change_saved = is_active & is_keeper
may_be_alerted = is_active & ~is_suspended & has_confirmed_address
