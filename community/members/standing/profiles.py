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

    Without `by` it is the site itself that does it. That its member is found no longer ends their consent to that.
    """
    profile = locked_profile(profile)
    before = profile.hidden_at
    profile.hidden_at, profile.hidden_by, profile.hidden_reason = before or timezone.now(), by, reason[:200]
    profile.is_listed = False
    profile.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "is_listed"])
    follow_account(user=profile.user)
    write_down(profile.user, "hide_profile", by=by, reason=reason, before=bool(before), after=True)
    return profile


@transaction.atomic
def show_profile(*, by: User | None, profile: Profile, reason: str = "", is_listed: bool = False) -> Profile:
    """Let a member be found again, if they wish so: they say it in their profile.

    With `is_listed` an act is undone that nobody should have noticed: they are found as they were before.
    """
    profile = locked_profile(profile)
    if profile.hidden_at is None:
        return profile
    profile.hidden_at, profile.hidden_by, profile.hidden_reason, profile.is_listed = None, None, "", is_listed
    profile.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "is_listed"])
    if is_listed:
        follow_account(user=profile.user)
    write_down(profile.user, "show_profile", by=by, reason=reason, before=True, after=False)
    return profile
