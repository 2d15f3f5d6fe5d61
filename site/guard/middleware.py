"""The border in the way of every request: no view without a rule, and a friendly word to who comes too often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .access import rule_for
from .limits import TooMany


class BorderMiddleware:
    """Enforce the rule of every address, and turn `TooMany` into a 429."""

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
        """Say when to come again."""
        if not isinstance(exception, TooMany):
            return None
        minutes = -(-exception.retry_after // 60)
        page = render_to_string("429.html", {"minutes": minutes}, request)
        return HttpResponse(page, status=429, headers={"Retry-After": str(exception.retry_after)})
