"""Accounts, profiles and organisations that somebody should look at: screened as texts are, and never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from community.members.models import Profile
from community.writing.newcomers import is_on_probation
from community.writing.services import screen

from ..kinds import KINDS, organisations
from ..kinds.people import said_in
from ..models import ORGANISATION, OUT_OF_VIEW, Decision, Review
from .reviews import note_held

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.organisations.models import Organisation
    from community.writing.signals import Hold

    from ..kinds import Kind


def look_at_account(user: User) -> None:
    """Open a case for a new account whose name would be held in a text."""
    if hold := screen(author=user, text=user.name, thing=user):
        note_held(KINDS["account"], user, hold.reason)


@transaction.atomic
def look_at_arrival(user: User, *, reason: str) -> None:
    """Open a case for a new account that many others came with, unless a moderator looks or has looked at it."""
    kind = KINDS["account"]
    if (account := kind.lock(user.pk)) is None:
        return
    if not Review.objects.filter(kind=kind.name, object_id=account.pk).exists():
        note_held(kind, account, reason)


def look_at_profile(user: User) -> None:
    """Take the profile of an unproven account out of view that would be held as a text.

    That is one that has come into view, or says something else by now.
    A moderator shows it again, or not. What they have seen they need not see twice, as long as it says the same.
    """
    if not is_on_probation(user):
        return
    profile = Profile.objects.select_related("user", "handle").filter(user=user, is_listed=True).first()
    if profile is None:
        return
    hold = screen(author=user, text=said_in(profile), thing=profile)
    _hold(KINDS["profile"], profile, hold)


@transaction.atomic
def look_at_organisation(organisation: Organisation, *, writer: User) -> None:
    """Take an organisation from view that says what would be held as a text; `organisation` then tells that it is.

    One that is out of view waits besides, unless a moderator decided so, who looks at it before it is shown.
    """
    kind = KINDS[ORGANISATION]
    if organisation.suspended_at and Review.objects.putting_away(kind.name, organisation.pk).exists():
        return
    hold = screen(author=writer, text=organisations.said_in(organisation), thing=organisation)
    if _hold(kind, organisation, hold):
        organisation.refresh_from_db(fields=["suspended_at", "logo"])


def _hold(kind: Kind, thing: Any, hold: Hold | None) -> bool:
    """Have a thing wait, and tell whether it does: not where a moderator let stand what it says."""
    stood = Q(decision__in=(Decision.KEEP, Decision.GRANTED)) | Q(decision__in=OUT_OF_VIEW, withdrawn_at__isnull=False)
    let_stand = Review.objects.filter(stood, kind=kind.name, object_id=thing.pk, said=kind.said(thing))
    if hold is None or let_stand.exists():
        return False
    kind.hold(thing, reason=hold.reason)
    note_held(kind, thing, hold.reason)
    return True
