"""Requests to join: asked by a member, answered once by who runs the organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.permissions import require_writer

from .. import mails
from ..models import Membership, MembershipRequest, Organisation
from ..models.people import Answer
from ..permissions import is_in_view, may_admit, may_run
from .changes import locked, must
from .joining import admit

if TYPE_CHECKING:
    from community.members.models import User

MOST_WAITING = 10  # requests of one member
PAUSE = timedelta(days=30)  # after a refusal
NOT_AGAIN = timedelta(days=7)  # in which one member's requests bring one mail


@transaction.atomic
def ask_to_join(*, member: User, organisation: Organisation, text: str = "") -> MembershipRequest:
    """Ask to be let in; who asks again while it waits asks once. Raises `Refused` soon after a refusal."""
    require_writer(member)
    organisation = locked(organisation)
    must(is_in_view(member, organisation))
    own = Membership.objects.filter(organisation=organisation, user=member)
    must(not own.exists(), _("You are one of its people already."))
    asked = MembershipRequest.objects.filter(organisation=organisation, user=member)
    if waiting := asked.filter(state=Answer.WAITING).first():
        return waiting
    refused = asked.filter(state=Answer.REFUSED, answered_at__gt=timezone.now() - PAUSE)
    must(not refused.exists(), _("They said no to you lately. Please talk to them before you ask again."))
    waiting_elsewhere = MembershipRequest.objects.filter(user=member, state=Answer.WAITING).count()
    must(waiting_elsewhere < MOST_WAITING, _("Several of your requests still wait for an answer."))
    is_told = asked.filter(created_at__gt=timezone.now() - NOT_AGAIN).exists()
    asking = MembershipRequest.objects.create(organisation=organisation, user=member, text=text)
    if not is_told:  # who takes it back and asks again sends no second mail
        mails.tell_of_request(asking)
    return asking


@transaction.atomic
def accept_request(*, by: User, asking: MembershipRequest) -> MembershipRequest:
    """Let in who asked, unless staff have taken the organisation from view meanwhile."""
    organisation, asking = _answerable(by, asking)
    must(may_admit(by, organisation))
    must(asking.user.is_active, _("This account is not in use. Please choose somebody else."))
    admit(organisation, asking.user, Membership.Role.MEMBER, by=by)
    return _settle(asking, Answer.ACCEPTED)


@transaction.atomic
def refuse_request(*, by: User, asking: MembershipRequest) -> MembershipRequest:
    """Say no to who asked."""
    _organisation, asking = _answerable(by, asking)
    return _settle(asking, Answer.REFUSED)


@transaction.atomic
def withdraw_request(*, member: User, organisation: Organisation) -> bool:
    """Take one's request back; a second time changes nothing."""
    asked = MembershipRequest.objects.filter(organisation=organisation, user=member, state=Answer.WAITING)
    return bool(asked.update(state=Answer.WITHDRAWN, answered_at=timezone.now()))


def _answerable(by: User, asking: MembershipRequest) -> tuple[Organisation, MembershipRequest]:
    organisation = locked(asking.organisation)
    must(may_run(by, organisation))
    current = MembershipRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=asking.pk)
    must(current.state == Answer.WAITING, _("This request was answered or taken back meanwhile."))
    current.organisation = organisation
    return organisation, current


def _settle(asking: MembershipRequest, state: Answer) -> MembershipRequest:
    asking.state, asking.answered_at = state, timezone.now()
    asking.save(update_fields=["state", "answered_at"])
    mails.tell_of_answer(asking)
    return asking
