"""The editing room speaks the language of the member's account and shows the time of their zone.

Wagtail keeps both in a row of its own, which its mails ask, too. That row follows the account whenever somebody enters,
so that a member chooses in one place only, in their profile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from wagtail.users.models import UserProfile

from .second_factor import DOOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from .models import User


class EditingRoomMiddleware:
    """Answer in the editing room as the account says; after the door, so that only who may enter gets a row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; where it leads is known later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]) -> None:
        """Take language and zone from the account, also for what is said outside of Wagtail's own views."""
        match = request.resolver_match
        if match is None or not match.route.startswith(DOOR) or not request.user.is_authenticated:
            return
        follow(request.user)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = request.user.language


def follow(user: User) -> None:
    """Bring Wagtail's row in step with the account; one query while it is, the one that Wagtail asks anyway."""
    wanted = {"preferred_language": user.language, "current_time_zone": user.zone}
    own: UserProfile | None = getattr(user, "wagtail_userprofile", None)
    if own is None:
        own, _is_new = UserProfile.objects.get_or_create(user=user, defaults=wanted)
        own.user = user  # else the answer "there is none" stays with the user
    if any(getattr(own, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(own, name, value)
        own.save(update_fields=list(wanted))
