"""A member's pictures as their own data: told of, and deleted with the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from community.members.rights.answers import Attachment, Part

from . import files
from .models import Upload
from .services import remove

if TYPE_CHECKING:
    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part | Attachment]:
    """Yield the member's pictures, and the files themselves."""
    own = Upload.objects.filter(owner=user).order_by("pk")
    yield Part("pictures_in_texts", own.values("name", "alt", "width", "height", "created_at", "used_at").iterator())
    for upload in own.iterator():
        try:
            yield Attachment(f"pictures_in_texts/{upload.name}", files.content_of(upload))
        except FileNotFoundError:
            continue


def erase(*, user: User, keep: bool, limit: int) -> int:
    """Delete at most `limit` pictures: those that stand in no text, or with `keep` off all of them."""
    own = Upload.objects.filter(owner=user).order_by("pk")
    if keep:
        own = own.filter(used_at=None)
    return remove(list(own.values_list("pk", flat=True)[:limit]))
