"""Accounts and profiles that somebody should look at: screened as texts are, and never refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.members.models import Profile
from community.writing.newcomers import is_bound
from community.writing.services import screen

from ..kinds import KINDS
from .reviews import note_held, open_one

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
    if open_one(kind, profile) is None and (hold := screen(author=user, text=text, thing=profile)):
        kind.hold(profile, reason=hold.reason)
        note_held(kind, profile, hold.reason)
