"""What who may not write now finds in the place of a form: until when, why, and what they may do meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.shortcuts import render

from ..permissions import is_active, is_silenced, is_suspended
from ..rights.agreeing import led_to_agree
from .wording import until_when, why

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from ..models import User


def barred(request: HttpRequest, author: User | AnonymousUser | None = None) -> HttpResponse | None:
    """Answer a form that is opened by, or for an `author`, who may not write now; None where the form may be shown.

    Who never agreed to the terms is led to where they do, whatever they send: no form was ever shown to them. What
    others send all the same goes on to the services, which refuse it: so what was typed meanwhile is shown again.
    """
    if request.method == "POST":
        return led_to_agree(request)
    for member in (request.user, author):
        if member is not None and is_active(member) and (is_suspended(member) or is_silenced(member)):
            return render(request, "members/only_reading.html", _told(request, cast("User", member)), status=403)
    return led_to_agree(request)


def _told(request: HttpRequest, member: User) -> dict[str, object]:
    return {
        "member": member if member.pk == request.user.pk else None,
        "until_when": until_when(member, is_oneself=member.pk == request.user.pk),
        "reason": why(member),
        "contact": settings.CONTACT_EMAIL,
    }
