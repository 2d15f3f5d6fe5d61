"""Who owns an organisation: offered, and taken on by who agrees; nobody becomes an owner without a yes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import mails
from ..models import Invitation, Membership, Organisation
from ..models.people import Answer
from ..permissions import may_keep, may_own
from .changes import MOST_OWNED, locked, must, note, require_heir
from .invitations import own_handle, token_of
from .people import give, locked_membership
from .sparing import spare

if TYPE_CHECKING:
    from community.members.models import User

NOT_PUBLIC = gettext_lazy("Nobody can take on an organisation that is closed or out of view.")


@transaction.atomic
def offer_ownership(*, by: User, membership: Membership) -> Invitation:
    """Ask one of the people to become an owner beside oneself, by a mail with a link.

    Raises `ValidationError` for who said no lately, or was mailed often.
    """
    organisation, membership = locked_membership(membership)
    must(may_own(by, organisation))
    must(membership.role != Membership.Role.OWNER, _("They are an owner already."))
    return _offer(organisation, membership.user, by=by)


@transaction.atomic
def hand_over(*, by: User, membership: Membership) -> Invitation | None:
    """Ask one of the people to become the owner in one's place; once they accept one is a manager.

    Who owns it already has agreed to: then one is a manager at once, and there is no invitation.
    """
    organisation, membership = locked_membership(membership)
    must(may_own(by, organisation))
    must(membership.user_id != by.pk, _("It is yours already."))
    if membership.role != Membership.Role.OWNER:
        return _offer(organisation, membership.user, by=by, hands_over=True)
    require_heir(membership.user)
    give(organisation, Membership.objects.get(organisation=organisation, user=by), Membership.Role.MANAGER, by=by)
    return None


@transaction.atomic
def name_owner(*, by: User, organisation: Organisation, user: User, reason: str) -> Invitation:
    """Ask a member to become an owner, beside those there are: above all where the last one left for good."""
    must(may_keep(by))
    organisation = locked(organisation)
    owned = Membership.objects.filter(organisation=organisation, user=user, role=Membership.Role.OWNER)
    must(not owned.exists(), _("They are an owner already."))
    must(organisation.is_public, str(NOT_PUBLIC))
    require_heir(user)
    invitation = _invite(organisation, user, by=by)
    note(organisation, "name_owner", by=by, reason=reason, after=Membership.Role.OWNER, member=user.pk)
    return invitation


def _offer(organisation: Organisation, user: User, *, by: User, hands_over: bool = False) -> Invitation:
    """Ask within bounds: once while it waits, and not whom one has asked too often."""
    require_heir(user, most=MOST_OWNED)
    waiting = Invitation.objects.filter(organisation=organisation, user=user, state=Answer.WAITING)
    asked = waiting.filter(role=Membership.Role.OWNER, hands_over=hands_over).first()
    must(not (asked and asked.is_open), _("They were asked already. You can take that back on the page “People”."))
    spare(organisation, user=user, email="")
    invitation = _invite(organisation, user, by=by, hands_over=hands_over)
    note(organisation, "offer_ownership", by=by, after={"hands_over": hands_over}, member=user.pk)
    return invitation


def _invite(organisation: Organisation, user: User, *, by: User, hands_over: bool = False) -> Invitation:
    """Write the invitation in the place of what they were asked before, and mail it."""
    before = Invitation.objects.filter(organisation=organisation, user=user, state=Answer.WAITING)
    before.update(state=Answer.WITHDRAWN)
    invitation = Invitation.objects.create(
        organisation=organisation,
        user=user,
        handle=own_handle(user),
        role=Membership.Role.OWNER,
        hands_over=hands_over,
        invited_by=by,
        language=user.language,
    )
    mails.send_invitation(invitation, token_of(invitation))
    return invitation
