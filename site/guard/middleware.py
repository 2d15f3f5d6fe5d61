"""The border in the way of every request: no view without a rule, and a friendly word to who comes too often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

from .access import rule_for
from .limits import TooMany
from .refusals import too_many


class BorderMiddleware:
    """Enforce the rule of every address, and turn errors that a person can mend into words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the rules are asked once its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse whom the address's rule refuses; an address without a rule is closed."""
        match = request.resolver_match
        rule = rule_for(match) if match else None
        if rule is None:
            if settings.GUARD_STRICT:
                raise ImproperlyConfigured(f"{request.path} leads to a view without a rule; see guard.access.")
            raise PermissionDenied
        return rule.refusal(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a person can mend: come again later, keep what is in use, send the whole form."""
        if isinstance(exception, TooMany):
            return too_many(request, exception.retry_after)
        if isinstance(exception, RestrictedError | ProtectedError):
            messages.error(request, _("It is still in use elsewhere, so it was not deleted."))
            return redirect(request.get_full_path())
        if isinstance(exception, MultiValueDictKeyError):
            return HttpResponseBadRequest(_("The form came incomplete."))
        return None
