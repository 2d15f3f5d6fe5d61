"""Give every request its viewer, and show a member the time of their own zone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .permissions import Viewer, keep_tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ViewerMiddleware:
    """Set `request.viewer`, lazily: a page that asks nothing about its viewer touches no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the viewer at hand; a member in their own zone, and nothing of it for a shared cache to keep."""
        request.viewer = SimpleLazyObject(lambda: Viewer(request.user))  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            keep_tokens(request.user)
            with timezone.override(ZoneInfo(request.user.zone)):
                response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, max-age=0")  # a page may show what is theirs
            return response
        return self.get_response(request)
