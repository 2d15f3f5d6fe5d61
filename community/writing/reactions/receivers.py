"""What reactions answer about a member's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from community.members.rights.answers import Part, answers
from community.members.signals import member_erasing, personal_data_requested

from .models import Reaction

if TYPE_CHECKING:
    from community.members.models import User


@receiver(personal_data_requested, dispatch_uid="writing_reactions_personal_data")
def tell_of_reactions(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell how one reacted to what."""
    reactions = Reaction.objects.filter(user=user).order_by("pk")
    yield Part("reactions", reactions.values("kind", "object_id", "name", "created_at").iterator())


@receiver(member_erasing, dispatch_uid="writing_reactions_erasing")
@answers("writing.Reaction.user")
def erase_reactions(user: User, *, limit: int, **kwargs: Any) -> int:
    """Take back how a member reacted, whether their texts stay or not: it says who, or nothing."""
    keys = list(Reaction.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)[:limit])
    return Reaction.objects.filter(pk__in=keys).delete()[0]
