"""The people of an organisation: other roles, leaving, handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from community.members.permissions import Refused

from ..models import Invitation, Membership, Organisation
from ..models.people import Answer
from ..permissions import may_own, may_run
from .changes import MOST_OWNED, leave_an_owner, locked, must, note, require_heir

if TYPE_CHECKING:
    from community.members.models import User


@transaction.atomic
def change_role(*, by: User, membership: Membership, role: str) -> Membership:
    """Give someone another role; owners may, and one of them stays."""
    organisation, membership = _locked(membership)
    must(may_own(by, organisation))
    role = Membership.Role(role)
    if role != membership.role:
        if role == Membership.Role.OWNER:
            _require_heir(membership)
        else:
            leave_an_owner(membership)
        _give(organisation, membership, role, by=by)
    return membership


@transaction.atomic
def hand_over(*, by: User, membership: Membership) -> Membership:
    """Make someone else the owner in one's place, and stay as a manager."""
    organisation, membership = _locked(membership)
    must(may_own(by, organisation))
    must(membership.user_id != by.pk, _("It is yours already."))
    _require_heir(membership)
    _give(organisation, membership, Membership.Role.OWNER, by=by)
    own = Membership.objects.get(organisation=organisation, user=by)
    _give(organisation, own, Membership.Role.MANAGER, by=by)
    return membership


@transaction.atomic
def remove_member(*, by: User, membership: Membership) -> None:
    """Take someone out: owners whom they like, managers only plain members. What they wrote stays as it is."""
    organisation, membership = _locked(membership)
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
    """Delete a membership, and take back the invitations that still wait for an answer."""
    _take_back_invitations(organisation, membership)
    note(organisation, "leave_organisation", by=by, before=membership.role, member=membership.user_id)
    membership.delete()


def _require_heir(membership: Membership) -> None:
    is_owner = membership.role == Membership.Role.OWNER
    require_heir(membership.user, most=None if is_owner else MOST_OWNED)


def _give(organisation: Organisation, membership: Membership, role: str, *, by: User) -> None:
    before, membership.role = membership.role, Membership.Role(role)
    membership.save(update_fields=["role"])
    if before == Membership.Role.OWNER or not membership.runs:
        _take_back_invitations(organisation, membership)
    note(organisation, "change_role", by=by, before=before, after=role, member=membership.user_id)


def _take_back_invitations(organisation: Organisation, membership: Membership) -> None:
    """Nobody comes in by the word of who may no longer give it."""
    sent = Invitation.objects.filter(organisation=organisation, invited_by=membership.user_id, state=Answer.WAITING)
    sent.update(state=Answer.WITHDRAWN)


def _locked(membership: Membership) -> tuple[Organisation, Membership]:
    organisation = locked(membership.organisation)
    current = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if current is None:
        raise Refused(_("They are no longer among the people of this organisation."))
    return organisation, current
