"""What writing answers about a member's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from community.members.rights.answers import Attachment, Part, answers
from community.members.signals import member_erasing, personal_data_requested

from . import personal

if TYPE_CHECKING:
    from community.members.models import User


@receiver(personal_data_requested, dispatch_uid="writing_personal_data")
def tell_of_texts(user: User, **kwargs: Any) -> Iterator[Part | Attachment]:
    """Tell of one's drafts, of earlier texts, and of one's pictures."""
    return personal.parts_of(user)


@receiver(member_erasing, dispatch_uid="writing_erasing")
@answers("writing.Draft.user", "writing.Upload.owner", "writing.Version.editor")
def erase_texts(user: User, *, keep: bool, limit: int, **kwargs: Any) -> int:
    """Delete drafts, earlier texts, and pictures that stand in nothing that stays."""
    return personal.erase(user, keep=keep, limit=limit)
