"""What every change of an organisation has in common: its row is locked, and the log tells who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.members.able import can_act
from community.members.models import User
from community.members.permissions import Refused
from community.members.signals import organisation_changed, organisation_judged

from ..models import Membership, Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_OWNED = 10  # organisations that one member may own


def locked(organisation: Organisation) -> Organisation:
    """Wait until nobody else changes the organisation or its people, and read it as it is then."""
    return Organisation.objects.select_for_update(of=("self",)).select_related("handle").get(pk=organisation.pk)


def must(allowed: bool, reason: str = "") -> None:
    """Raise `Refused`, with the reason if there is one to tell."""
    if not allowed:
        raise Refused(reason or _("This is not open to you."))


def announce(organisation: Organisation, *, writer: User | None = None) -> None:
    """Tell the others that an organisation has changed; `writer` said of it what it says from now on."""
    organisation_changed.send(sender=Organisation, organisation=organisation, writer=writer)


def judged(organisation: Organisation, *, by: User, before: str, reason: str) -> None:
    """Tell who keeps order that staff took an organisation from view, or showed it; they may refuse it."""
    organisation_judged.send(sender=Organisation, organisation=organisation, by=by, before=before, reason=reason)


def note(
    organisation: Organisation,
    action: str,
    *,
    by: User | None,
    reason: str = "",
    before: object = None,
    after: object = None,
    member: int | None = None,
) -> None:
    """Write an act into the log; a member is named by their key, so that nothing is left of one who leaves for good."""
    data = {"reason": reason, "before": before, "after": after, **({"member": member} if member else {})}
    log(organisation, f"members.{action}", user=by, title=organisation.name, data=data)


def owners_of(organisation: Organisation) -> QuerySet[Membership]:
    """Select the owners who can act."""
    owners = Membership.objects.filter(organisation=organisation, role=Membership.Role.OWNER)
    return owners.filter(can_act("user__"))


def require_heir(user: User, *, most: int | None = None) -> None:
    """Refuse to make somebody an owner who could do nothing, or who owns `most` organisations already."""
    able = User.objects.filter(can_act(), pk=user.pk)
    must(able.exists(), _("This account is not in use. Please choose somebody else."))
    must(most is None or owned_by(user) < most, _("They own as many organisations as one member may."))


def owned_by(user: User) -> int:
    """Count the organisations that a member owns; closed ones don't count."""
    owned = Membership.objects.filter(user=user, role=Membership.Role.OWNER)
    return owned.filter(organisation__closed_at=None).count()


def leave_an_owner(membership: Membership) -> None:
    """Refuse what would leave the organisation without an owner who can act; its row is locked meanwhile.

    A closed one needs none: who leaves it has it listed among theirs no longer.
    """
    if membership.role != Membership.Role.OWNER or membership.organisation.closed_at:
        return
    if not owners_of(membership.organisation).exclude(pk=membership.pk).exists():
        raise Refused(_("An organisation needs an owner. Please hand it over to somebody else first."))
