"""Taking a profile out of view and letting it be shown again; who shows it then is its member, as at the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..models import Profile
from ..services import follow_account
from .services import write_down

if TYPE_CHECKING:
    from ..models import User


def locked_profile(profile: Profile) -> Profile:
    """Wait until nobody else changes it, and read it as it is then."""
    return Profile.objects.select_for_update(of=("self",)).select_related("user").get(pk=profile.pk)


@transaction.atomic
def hide_profile(*, by: User | None, profile: Profile, reason: str) -> Profile:
    """Let nobody find a profile until it is shown again; who may do so was asked by the caller.

    Without `by` it is the site itself that does it.
    """
    profile = locked_profile(profile)
    before = profile.hidden_at
    profile.hidden_at, profile.hidden_by, profile.hidden_reason = before or timezone.now(), by, reason[:200]
    profile.was_listed, profile.is_listed = profile.is_listed or profile.was_listed, False
    profile.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "is_listed", "was_listed"])
    follow_account(user=profile.user)
    write_down(profile.user, "hide_profile", by=by, reason=reason, before=bool(before), after=True)
    return profile


@transaction.atomic
def show_profile(*, by: User | None, profile: Profile, reason: str = "") -> Profile:
    """Let a member be found again as before."""
    profile = locked_profile(profile)
    if profile.hidden_at is None:
        return profile
    profile.hidden_at, profile.hidden_by, profile.hidden_reason = None, None, ""
    profile.is_listed, profile.was_listed = profile.was_listed, False
    profile.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "is_listed", "was_listed"])
    follow_account(user=profile.user)
    write_down(profile.user, "show_profile", by=by, reason=reason, before=True, after=False)
    return profile
