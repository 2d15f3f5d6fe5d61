"""What writing answers about a member's data, and what takes effect at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from community.members.rights.answers import Attachment, Part, answers
from community.members.signals import member_erasing, personal_data_requested

from . import personal
from .open_sites.models import OpenSite
from .open_sites.services import forget_open_hosts

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


@receiver([post_save, post_delete], sender=OpenSite, dispatch_uid="writing_open_sites")
def read_open_sites_anew(**kwargs: Any) -> None:
    """Have what was changed in the list take effect at once."""
    forget_open_hosts()
