"""What is answered about a member's vouches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.dispatch import receiver

from ..rights.answers import Part, answers
from ..signals import member_erasing, personal_data_requested
from .models import Vouch

if TYPE_CHECKING:
    from ..models import User


@receiver(personal_data_requested, dispatch_uid="members_vouches")
def tell_of_vouches(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of the words one gave for others, and that others gave theirs for oneself; not what they wrote."""
    told = ("created_at", "counted_at", "withdrawn_at")
    given = Vouch.objects.filter(mentor=user).order_by("pk")
    yield Part("vouches_given", given.values("reason", *told).iterator())
    yield Part("vouches_received", Vouch.objects.filter(member=user).order_by("pk").values(*told).iterator())


@receiver(member_erasing, dispatch_uid="members_erasing_vouches")
@answers("members.Vouch.mentor", "members.Vouch.member")
def erase_vouches(user: User, *, limit: int, **kwargs: Any) -> int:
    """Delete the vouches by and for a member."""
    vouches = Vouch.objects.filter(Q(mentor=user) | Q(member=user)).order_by("pk")
    return Vouch.objects.filter(pk__in=list(vouches.values_list("pk", flat=True)[:limit])).delete()[0]
