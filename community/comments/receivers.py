"""What comments answer about a member's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from community.members.rights.answers import Part, answers
from community.members.signals import address_changed, member_erased, member_erasing, personal_data_requested

from .services import by_address, labels, personal

if TYPE_CHECKING:
    from community.members.models import User


@receiver(personal_data_requested, dispatch_uid="comments_personal_data")
def tell_of_comments(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of one's comments."""
    return personal.personal_data(user=user)


@receiver(address_changed, dispatch_uid="comments_address_changed")
def follow_address(old: str, new: str, **kwargs: Any) -> None:
    """Go on finding what one wrote as a visitor."""
    by_address.move(old=old, new=new)


@receiver(member_erasing, dispatch_uid="comments_erasing")
@answers("django_comments.Comment.user", "django_comments.CommentFlag.user")
def erase_comments(user: User, *, keep: bool, limit: int, **kwargs: Any) -> int:
    """Remove one's comments, or leave them to a former member."""
    return personal.erase_comments(user=user, keep=keep, limit=limit)


@receiver(member_erased, dispatch_uid="comments_erased")
def forget_name(user: User, **kwargs: Any) -> None:
    """Forget the name in the log."""
    labels.forget_name(user=user)
