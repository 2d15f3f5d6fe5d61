"""What organisations answer about a member's data, and whom they let look after them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.dispatch import receiver

from community.members.rights.answers import Part, answers
from community.members.signals import address_changed, member_erasing, personal_data_requested
from home.signals import editors_made

from .services import personal
from .services.invitations import take_over

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

    from community.members.models import User


@receiver(personal_data_requested, dispatch_uid="organisations_personal_data")
def tell_of_organisations(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of the organisations one belongs to."""
    return personal.personal_data(user=user)


@receiver(address_changed, dispatch_uid="organisations_address_changed")
def follow_address(user: User, old: str, **kwargs: Any) -> None:
    """Let invitations to the old address stand for the account."""
    take_over(member=user, email=old)


@receiver(member_erasing, dispatch_uid="organisations_erasing")
@answers("members.Membership.user")
def erase_memberships(user: User, *, limit: int, **kwargs: Any) -> int:
    """End one's memberships."""
    return personal.erase_memberships(user=user, limit=limit)


@receiver(editors_made, dispatch_uid="organisations_editors")
def let_editors_keep(group: Group, **kwargs: Any) -> None:
    """Let editors verify and suspend organisations."""
    names = ["change_organisation", "view_organisation"]
    group.permissions.add(*Permission.objects.filter(content_type__app_label="members", codename__in=names))
