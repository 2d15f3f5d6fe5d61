"""What the forum answers about a member's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from community.members.rights.answers import Part, answers
from community.members.signals import member_erasing, personal_data_requested

from .services import personal

if TYPE_CHECKING:
    from community.members.models import User


@receiver(personal_data_requested, dispatch_uid="forums_personal_data")
def tell_of_contributions(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of one's topics and posts."""
    return personal.personal_data(user=user)


@receiver(member_erasing, dispatch_uid="forums_erasing")
@answers("forums.Post.author", "forums.Topic.author")
def erase_contributions(user: User, *, keep: bool, limit: int, **kwargs: Any) -> int:
    """Remove one's topics and posts, or leave them to a former member."""
    return personal.erase_contributions(user=user, keep=keep, limit=limit)
