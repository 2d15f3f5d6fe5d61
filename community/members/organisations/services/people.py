"""The people of an organisation: other roles, leaving, being taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from community.members.permissions import Refused

from ..models import Invitation, Membership, Organisation
from ..models.people import Answer
from ..permissions import may_own, may_run
from .changes import leave_an_owner, locked, must, note

if TYPE_CHECKING:
    from community.members.models import User


@transaction.atomic
def change_role(*, by: User, membership: Membership, role: str) -> Membership:
    """Give someone another role; owners may, and one of them stays. An owner's is offered (`owning`), not given."""
    organisation, membership = locked_membership(membership)
    must(may_own(by, organisation))
    role = Membership.Role(role)
    if role != membership.role:
        must(role != Membership.Role.OWNER, _("Nobody becomes an owner without agreeing: please ask them."))
        leave_an_owner(membership)
        give(organisation, membership, role, by=by)
    return membership


@transaction.atomic
def remove_member(*, by: User, membership: Membership) -> None:
    """Take someone out: owners whom they like, managers only plain members. What they wrote stays as it is."""
    organisation, membership = locked_membership(membership)
    must(may_own(by, organisation) or (may_run(by, organisation) and not membership.runs))
    leave_an_owner(membership)
    drop_membership(organisation, membership, by=by)


@transaction.atomic
def leave(*, member: User, organisation: Organisation) -> bool:
    """Leave an organisation; a second time changes nothing. Raises `Refused` for its last owner."""
    organisation = locked(organisation)
    membership = Membership.objects.filter(organisation=organisation, user=member).first()
    if membership is None:
        return False
    leave_an_owner(membership)
    drop_membership(organisation, membership, by=member)
    return True


def drop_membership(organisation: Organisation, membership: Membership, *, by: User | None) -> None:
    """Delete a membership, and take back the invitations by and for them that still wait for an answer."""
    _take_back_invitations(organisation, membership)
    asked = Invitation.objects.filter(organisation=organisation, user=membership.user_id, state=Answer.WAITING)
    asked.update(state=Answer.WITHDRAWN)
    note(organisation, "leave_organisation", by=by, before=membership.role, member=membership.user_id)
    membership.delete()


def give(organisation: Organisation, membership: Membership, role: str, *, by: User) -> None:
    """Write another role; the caller has locked the organisation, and asked whether it may be."""
    before, membership.role = membership.role, Membership.Role(role)
    membership.save(update_fields=["role"])
    if before == Membership.Role.OWNER or not membership.runs:
        _take_back_invitations(organisation, membership)
    note(organisation, "change_role", by=by, before=before, after=role, member=membership.user_id)


def _take_back_invitations(organisation: Organisation, membership: Membership) -> None:
    """Nobody comes in by the word of who may no longer give it."""
    sent = Invitation.objects.filter(organisation=organisation, invited_by=membership.user_id, state=Answer.WAITING)
    sent.update(state=Answer.WITHDRAWN)


def locked_membership(membership: Membership) -> tuple[Organisation, Membership]:
    """Lock the organisation of a membership, and read both as they are then; raises `Refused` where it is over."""
    organisation = locked(membership.organisation)
    current = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if current is None:
        raise Refused(_("They are no longer among the people of this organisation."))
    return organisation, current
