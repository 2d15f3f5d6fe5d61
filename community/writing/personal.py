"""A member's drafts, earlier texts and pictures as their own data: told of, and deleted with the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from community.members.rights.answers import Attachment, Part

from . import kinds
from .drafts import services as drafts
from .drafts.models import Draft
from .history import services as history
from .history.models import Version
from .uploads import personal as uploads

if TYPE_CHECKING:
    from typing import Any

    from community.members.models import User


def parts_of(user: User) -> Iterator[Part | Attachment]:
    """Yield all that is kept beside the member's texts themselves."""
    own = Draft.objects.filter(user=user).order_by("pk")
    yield Part("drafts", own.values("key", "data", "updated_at").iterator())
    yield Part("earlier_texts", _earlier(user))
    yield from uploads.personal_data(user=user)


def erase(user: User, *, keep: bool, limit: int) -> int:
    """Delete at most `limit` rows of each kind; return how many went."""
    gone = drafts.erase(user=user, limit=limit)
    gone += history.erase(user=user, limit=limit)
    return gone + uploads.erase(user=user, keep=keep, limit=limit)


def _earlier(user: User) -> Iterator[dict[str, Any]]:
    """Yield what the member's texts said before; who changed them only where it was the member."""
    for kind in kinds.KINDS.values():
        theirs = Version.objects.filter(kind=kind.name, object_id__in=kind.authored_by(user).values("pk"))
        told = ("kind", "object_id", "number", "title", "body", "at", "note", "hidden_at", "hidden_reason")
        yield from theirs.order_by("pk").values(*told).iterator()
