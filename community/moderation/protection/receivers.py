"""What unproven accounts write and where they come from, looked at when it happens; and their rows as personal data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from allauth.account.signals import user_signed_up
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from community.members.rights.answers import Part, answers
from community.members.signals import member_erasing, personal_data_requested
from community.writing.signals import Hold, screening

from ..services import screened_people
from . import personal, services

if TYPE_CHECKING:
    from django.http import HttpRequest

    from community.members.models import User


@receiver(screening, dispatch_uid="moderation_protection")
def hold_what_looks_like_a_flood(author: User | None, text: str, thing: Any, **kwargs: Any) -> Hold | None:
    """Hold what the rules say must wait."""
    reason = services.why_held(author=author, text=text, thing=thing)
    return Hold(reason) if reason else None


@receiver([user_signed_up, user_logged_in], dispatch_uid="moderation_protection_arrival")
def note_arrival(user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Note where somebody unproven comes from, and have a moderator look at them where many come from there."""
    services.note_arrival(user=user, request=request)
    if reason := services.why_looked_at(user=user):
        screened_people.look_at_arrival(user, reason=reason)


@receiver(personal_data_requested, dispatch_uid="moderation_protection_personal_data")
def tell_of_traces(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell what is kept of who is unproven, or was lately."""
    yield personal.told(user=user)


@receiver(member_erasing, dispatch_uid="moderation_protection_erasing")
@answers("moderation.Arrival.user")
def erase_traces(user: User, *, limit: int, **kwargs: Any) -> int:
    """Delete what is kept of who was unproven a moment ago."""
    return personal.erase(user=user, limit=limit)
