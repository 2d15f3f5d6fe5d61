"""How somebody becomes one of an organisation's people, whichever way they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from community.members.signals import stood_for

from ..models import Invitation, Membership, MembershipRequest, Organisation
from ..models.people import Answer
from .changes import note

if TYPE_CHECKING:
    from community.members.models import User

RANK = [Membership.Role.MEMBER, Membership.Role.MANAGER, Membership.Role.OWNER]


def admit(organisation: Organisation, user: User, role: str, *, by: User) -> Membership:
    """Let somebody in, or give a higher role to who is in already; all else that waited for them is settled with it.

    The organisation's row is locked, and the pair is unique, so of two who do this at once one changes nothing.
    """
    membership, made = Membership.objects.get_or_create(organisation=organisation, user=user, defaults={"role": role})
    before = membership.role
    if made:
        note(organisation, "join_organisation", by=by, after=role, member=user.pk)
        if organisation.verified_at:
            stood_for.send(sender=Organisation, keys=[user.pk])
    elif RANK.index(Membership.Role(role)) > RANK.index(Membership.Role(before)):
        membership.role = role
        membership.save(update_fields=["role"])
        note(organisation, "change_role", by=by, before=before, after=role, member=user.pk)
    for waiting in (Invitation.objects, MembershipRequest.objects):
        rows = waiting.filter(organisation=organisation, user=user, state=Answer.WAITING)
        rows.update(state=Answer.ACCEPTED, answered_at=timezone.now())
    return membership
