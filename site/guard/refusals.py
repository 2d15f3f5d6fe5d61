"""A friendly word to who comes too often, that loses nothing of what was typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# The longest period of `ACCOUNT_RATE_LIMITS`, in seconds.
LONGEST_AT_THE_DOOR = 300


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Say when to come again, and offer to send the same form then; `retry_after` is in seconds."""
    minutes = -(-retry_after // 60)
    context = {"seconds": retry_after, "minutes": minutes, "typed": _typed(request)}
    page = render_to_string("429.html", context, request)
    return HttpResponse(page, status=429, headers={"Retry-After": str(retry_after)})


def too_many_at_the_door(request: HttpRequest) -> HttpResponse:
    """Answer where allauth counts: it doesn't tell the wait, so the longest of its periods is said."""
    return too_many(request, LONGEST_AT_THE_DOOR)


def unproven(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old; its text is shown to copy, never to send again from here.

    Where scripts say it beside the form, the words still stand there.
    Whoever made the form is unknown, so this page offers no button that would send it with a good token.
    """
    context = {"typed": words_in(request), "is_in_place": "HX-Request" in request.headers}
    return HttpResponse(render_to_string("403_csrf.html", context, request), status=403)


def signed_out(request: HttpRequest, *, words: list[str], login_url: str) -> HttpResponse:
    """Answer a form that only members may send, when nobody is signed in any more: its words, and the way to go on."""
    context = {"typed": words, "login_url": login_url}
    page = render_to_string("403_signed_out.html", context, request)
    return HttpResponse(page, status=403, headers={"Cache-Control": "no-store"})


def words_in(request: HttpRequest) -> list[str]:
    """What somebody wrote in a form, without what its boxes and hidden fields brought."""
    return [value for _name, value in _typed(request) if len(value.split()) > 1]


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything the form brought but its token, which is made anew, and secrets, which no page repeats."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
