"""What mentions answer about a member's data, and what follows when somebody can no longer be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from community.members.rights.answers import Part, answers
from community.members.signals import member_erasing, organisation_changed, personal_data_requested, profile_changed

from . import services
from .models import Mention

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.organisations.models import Organisation


@receiver(profile_changed, dispatch_uid="writing_mentions_profile_changed")
def follow_member(user: User, **kwargs: Any) -> None:
    """Lead to who lets themselves be found, and to nobody else."""
    services.follow_owner(owner=user)


@receiver(organisation_changed, dispatch_uid="writing_mentions_organisation_changed")
def follow_organisation(organisation: Organisation, **kwargs: Any) -> None:
    """Lead to what is in view, and to nothing else."""
    services.follow_owner(owner=organisation)


@receiver(personal_data_requested, dispatch_uid="writing_mentions_personal_data")
def tell_of_mentions(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell where one is mentioned, not what others wrote there."""
    mentions = Mention.objects.filter(user=user).order_by("pk")
    yield Part("mentions", mentions.values("kind", "object_id", "created_at").iterator())


@receiver(member_erasing, dispatch_uid="writing_mentions_erasing")
@answers("writing.Mention.user")
def erase_mentions(user: User, *, limit: int, **kwargs: Any) -> int:
    """Take the links to a member out of what others wrote; their handle stays there as a word."""
    return services.forget_member(user=user, limit=limit)
