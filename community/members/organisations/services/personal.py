"""A member's part in organisations as their own data: told of, and ended when the account is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import F

from community.members.rights.answers import Part

from .. import mails
from ..models import Invitation, Membership
from .changes import locked, owners_of
from .people import drop_membership

if TYPE_CHECKING:
    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield the organisations that a member belongs to, with their role; of others nothing."""
    told = {"organisation_name": F("organisation__name"), "organisation_handle": F("organisation__handle__text")}
    yield Part("organisations", Membership.objects.filter(user=user).values("role", "joined_at", **told))
    if user.email:
        mailed = Invitation.objects.filter(email=user.email.lower())
        yield Part("invitations_by_mail", mailed.values("email", "role", "state", "created_at", **told))


def erase_memberships(*, user: User, limit: int) -> int:
    """End at most `limit` memberships, and forget invitations to the address; return how many.

    An organisation whose last owner who can act goes stays, and staff are told, who name another one.
    """
    batch = list(Membership.objects.filter(user=user).select_related("organisation").order_by("pk")[:limit])
    for membership in batch:
        organisation = locked(membership.organisation)
        was_owner = membership.role == Membership.Role.OWNER
        drop_membership(organisation, membership, by=None)
        if was_owner and not organisation.closed_at and not owners_of(organisation).exists():
            mails.tell_of_lost_owner(organisation)
    mailed = Invitation.objects.filter(email=user.email.lower()) if user.email else Invitation.objects.none()
    keys = list(mailed.values_list("pk", flat=True)[:limit])
    return len(batch) + Invitation.objects.filter(pk__in=keys).delete()[0]
