"""What blocks answer about a member's data: whom one blocked is told, by whom one was blocked never."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, Value, When
from django.dispatch import receiver

from ..rights.answers import Part, answers
from ..signals import member_erasing, personal_data_requested
from .models import Block

if TYPE_CHECKING:
    from ..models import User


@receiver(personal_data_requested, dispatch_uid="members_blocks_personal_data")
def tell_of_blocks(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell whom one has blocked, by the handle where they let themselves be found; else the copy would name them."""
    handle = Case(When(blocked__profile__is_listed=True, then=F("blocked__profile__handle__text")), default=Value(""))
    blocks = Block.objects.filter(user=user).order_by("pk")
    yield Part("blocked_members", blocks.values("blocked_id", "created_at", handle=handle).iterator())


@receiver(member_erasing, dispatch_uid="members_blocks_erasing")
@answers("members.Block.user", "members.Block.blocked")
def erase_blocks(user: User, *, limit: int, **kwargs: Any) -> int:
    """Delete the blocks by a member, and those of them: whoever they were is no longer there to be read."""
    blocks = Block.objects.filter(Q(user=user) | Q(blocked=user)).order_by("pk")
    return Block.objects.filter(pk__in=list(blocks.values_list("pk", flat=True)[:limit])).delete()[0]
