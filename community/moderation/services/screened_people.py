"""Accounts and profiles that somebody should look at: screened as texts are, and never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.members.models import Profile
from community.writing.newcomers import is_bound
from community.writing.services import screen

from ..kinds import KINDS
from ..models import Decision, Review
from ..protection.fingerprints import keyed
from .reviews import note_held

if TYPE_CHECKING:
    from community.members.models import User


def look_at_account(user: User) -> None:
    """Open a case for a new account whose name would be held in a text."""
    if hold := screen(author=user, text=user.name, thing=user):
        note_held(KINDS["account"], user, hold.reason)


def look_at_profile(user: User) -> None:
    """Take a newcomer's profile out of view that has come into it, or says something else, and would be held as a text.

    A moderator shows it again, or not. What they have seen they need not see twice, as long as it says the same.
    """
    if not is_bound(user):
        return
    profile = Profile.objects.select_related("user", "handle").filter(user=user, is_listed=True).first()
    if profile is None:
        return
    kind = KINDS["profile"]
    text = "\n\n".join([user.name, kind.text(profile)])
    said = keyed(f"profile:{text}")
    let_stand = Review.objects.filter(kind=kind.name, object_id=profile.pk, decision=Decision.KEEP, said=said)
    if (hold := screen(author=user, text=text, thing=profile)) and not let_stand.exists():
        kind.hold(profile, reason=hold.reason)
        review = note_held(kind, profile, hold.reason)
        review.said = said
        review.save(update_fields=["said"])
