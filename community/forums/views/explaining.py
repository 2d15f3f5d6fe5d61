"""Saying why something was not taken: above its form, or on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from community.members.permissions import Refused

from ..services.limits import LimitReached

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from ..models import Topic


def explain(form: forms.Form, error: Refused | ValidationError) -> dict[str, Any]:
    """Say above the form why it was not taken; what was typed stays. Returns what the answer has beside the page."""
    form.add_error(None, error if isinstance(error, ValidationError) else str(error))
    if isinstance(error, LimitReached):
        return {"status": 429, "headers": {"Retry-After": str(error.retry_after)}}
    return {"status": 403 if isinstance(error, Refused) else 200}


def told_first(request: HttpRequest, names: list[str]) -> list[str]:
    """Give the names of those who can't read a message, unless the form was sent from a page that said so of all."""
    return names if {*names} - {*request.POST.get("outside", "").split()} else []


def as_explained(page: HttpResponse, answer: dict[str, Any]) -> HttpResponse:
    """Give a page the status and the headers of what was explained on it."""
    page.status_code = answer.get("status", page.status_code)
    for name, value in answer.get("headers", {}).items():
        page[name] = value
    return page


def lead_to(request: HttpRequest, goal: Any) -> HttpResponse:
    """Lead on from a form that is done; htmx, which holds it in place, is told to open the page.

    Where the form stands in that very page, its address with a place in it would only scroll there: it is loaded again.
    """
    address = resolve_url(goal)
    if not request.headers.get("HX-Request"):
        return redirect(address)
    answer = HttpResponseClientRedirect(address)
    page, place, _name = address.partition("#")
    if place and request.headers.get("HX-Current-URL", "").partition("#")[0] == request.build_absolute_uri(page):
        answer["HX-Refresh"] = "true"
    return answer


def refused(request: HttpRequest, reason: object, topic: Topic | None = None, *, status: int = 403) -> HttpResponse:
    """Say on a page why it isn't possible; what was typed is shown, to be copied."""
    if isinstance(reason, ValidationError):
        reason = " ".join(reason.messages)
    context = {"topic": topic, "reason": reason, "typed": request.POST.get("body", "")}
    return render(request, "forums/refused.html", context, status=status)
