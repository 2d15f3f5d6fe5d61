"""What who may only read for a while finds in the place of a form: until when, why, and what they may do meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.shortcuts import render

from ..permissions import is_active, is_silenced, is_suspended

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from ..models import User


def barred(request: HttpRequest, author: User | AnonymousUser | None = None) -> HttpResponse | None:
    """Answer a form that is opened by, or for an `author`, who may not write now; None where the form may be shown.

    What is sent all the same goes on to the services, which refuse it: so what was typed meanwhile is shown again.
    """
    if request.method == "POST":
        return None
    for member in (request.user, author):
        if member is not None and is_active(member) and (is_suspended(member) or is_silenced(member)):
            told = _told(cast("User", member))
            context = {**told, "member": member, "is_oneself": member.pk == request.user.pk}
            return render(request, "members/only_reading.html", context, status=403)
    return None


def _told(member: User) -> dict[str, object]:
    """Until when and why: of the suspension where there is one, which is the harder of the two."""
    kind = "suspended" if is_suspended(member) else "silenced"
    return {
        "until": getattr(member, f"{kind}_until"),
        "reason": getattr(member, f"{kind}_reason"),
        "contact": settings.CONTACT_EMAIL,
    }
