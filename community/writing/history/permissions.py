"""Who may look at the history of a text, and who may hide a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rules.predicates import predicate

from community.members.permissions import Refused, Viewer, may_write

from .. import kinds

if TYPE_CHECKING:
    from typing import Any

    from community.members.models import User

    from .models import Version


def keeps_order(viewer: Viewer, kind: str, thing: Any) -> bool:
    """Tell whether a viewer looks after what is written there."""
    return kinds.KINDS[kind].looks_after(viewer, thing)


@predicate
def looks_after(user: User, version: Version) -> bool:
    """Whether the member keeps order where the text stands."""
    viewer = Viewer(user)
    thing = kinds.one(viewer, version.kind, version.object_id)
    return thing is not None and keeps_order(viewer, version.kind, thing)


can_hide_version = may_write & looks_after


def require_to_tend(user: User, version: Version) -> None:
    """Raise `Refused` for who may not hide and show earlier texts there."""
    if not can_hide_version(user, version):
        raise Refused(_("You may not do this here."))
