"""The second factor before the editing room: who has none sets one up, who has not shown it shows it, and goes on.

It is asked of the session, not only of the account: one that began before the factor was set up, perhaps on another's
computer, must show it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
SHOWN = "second_factor_shown"  # in the session
WANTED = "second_factor_wanted"  # in the session: the page of the editing room that someone was on the way to
DOOR = "admin/"
WAYS_OUT = {"wagtailadmin_logout"}


class SecondFactorMiddleware:
    """Let nobody into the editing room without a second factor, where `SECOND_FACTOR_REQUIRED` says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; where it leads is known later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead to where the factor is set up or shown; whoever may not enter at all was refused before."""
        match = request.resolver_match
        if not settings.SECOND_FACTOR_REQUIRED or match is None or not match.route.startswith(DOOR):
            return None
        if match.view_name in WAYS_OUT or not request.user.is_authenticated:
            return None
        if not is_mfa_enabled(request.user, FACTORS):
            if request.method == "GET":
                request.session[WANTED] = request.get_full_path()
            return redirect("mfa_index")
        if not is_shown(request):
            return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
        if WANTED in request.session:
            del request.session[WANTED]
        return None


def is_shown(request: HttpRequest) -> bool:
    """Tell whether this session has shown a second factor, or set one up."""
    if request.session.get(SHOWN):
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def take_up(request: HttpRequest) -> None:
    """Note that the session has set up a factor; with the first one, sessions elsewhere end."""
    request.session[SHOWN] = True
    if Authenticator.objects.filter(user=request.user, type__in=FACTORS).count() == 1:
        end_other_sessions(request, request.user)
