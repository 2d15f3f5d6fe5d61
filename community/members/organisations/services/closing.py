"""Closing an organisation, which its owner does, and opening it again, which staff do; what it wrote keeps its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from outbox.services import start_sweep

from community.members import pictures

from .. import mails
from ..models import Invitation, Membership, MembershipRequest, Organisation
from ..models.people import Answer
from ..permissions import may_close, may_keep
from .changes import announce, judged, locked, must, note, owners_of

if TYPE_CHECKING:
    from community.members.models import User

TASK = "community.members.tasks.tell_of_closing"
LONGEST_REASON = 200
STEP = 50  # people whom one step mails


@transaction.atomic
def close(*, by: User, organisation: Organisation, reason: str = "") -> Organisation:
    """Close an organisation: its page says no more than that, nobody writes in its name, and its people get a mail.

    Whoever waits for an answer, or was asked for one, gets none. A second time changes nothing.
    """
    organisation = locked(organisation)
    must(may_close(by, organisation))
    if organisation.closed_at:
        return organisation
    reason = " ".join(reason.split())[:LONGEST_REASON]
    organisation.closed_at = timezone.now()
    _show(organisation, "close_organisation", by=by, reason=reason)
    for waiting in (Invitation.objects, MembershipRequest.objects):
        rows = waiting.filter(organisation=organisation, state=Answer.WAITING)
        rows.update(state=Answer.WITHDRAWN, answered_at=organisation.closed_at)
    start_sweep(TASK, scope=str(organisation.pk), cursor={"after": 0, "reason": reason})
    return organisation


@transaction.atomic
def reopen(*, by: User, organisation: Organisation, reason: str = "") -> Organisation:
    """Open a closed organisation again, with the people and the verification that it had; its owners get a mail.

    One that is out of view stays so, and a moderator looks at it.
    """
    must(may_keep(by))
    organisation = locked(organisation)
    if organisation.closed_at:
        organisation.closed_at = None
        _show(organisation, "reopen_organisation", by=by, reason=reason)
        if organisation.suspended_at:
            judged(organisation, by=by, before="deleted", reason=reason)
        for membership in owners_of(organisation).select_related("user"):
            mails.tell_of_reopening(organisation, membership.user)
    return organisation


def tell_of_closing(*, organisation_id: int, cursor: dict[str, Any]) -> dict[str, Any] | None:
    """Mail some of the people that it was closed, and say after whom to go on; None once it is done, or open again."""
    organisation = Organisation.objects.select_related("handle").filter(pk=organisation_id).first()
    if organisation is None or organisation.closed_at is None:
        return None
    rows = Membership.objects.filter(organisation=organisation, pk__gt=cursor["after"]).select_related("user")
    batch = list(rows.order_by("pk")[:STEP])
    for membership in batch:
        mails.tell_of_closing(organisation, membership.user, cursor["reason"])
    return {**cursor, "after": batch[-1].pk} if len(batch) == STEP else None


def _show(organisation: Organisation, action: str, *, by: User, reason: str) -> None:
    organisation.logo = pictures.move(organisation.logo, is_public=organisation.is_public)
    organisation.save(update_fields=["closed_at", "logo"])
    note(organisation, action, by=by, reason=reason)
    announce(organisation)
