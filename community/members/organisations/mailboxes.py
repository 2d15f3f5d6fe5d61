"""Mailboxes behind addresses: what follows a plus sign leads to the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..blocking.models import Block

if TYPE_CHECKING:
    from ..models import User


def mailbox_of(email: str) -> str:
    """Give the address without what follows a plus sign."""
    name, _at, host = email.partition("@")
    return f"{name.partition('+')[0]}@{host}"


def reader_has_blocked(email: str, other: User) -> bool:
    """Tell whether a member whose mailbox this is has blocked another; those who blocked them are looked through."""
    name, _at, host = mailbox_of(email).partition("@")
    blocks = Block.objects.filter(blocked=other, user__email__startswith=name, user__email__endswith=f"@{host}")
    return any(mailbox_of(found or "") == f"{name}@{host}" for found in blocks.values_list("user__email", flat=True))
