"""The page that a suspended or removed member reads instead of coming in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, access

from .entrance import turned_away
from .removed import removed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@access(GET=EVERYONE)
@never_cache
def suspended(request: HttpRequest) -> HttpResponse:
    """Say until when and why, and how to reply; everybody else is led home."""
    member = turned_away(request)
    if member is None:
        return redirect("wagtail_serve", "")
    with timezone.override(ZoneInfo(member.zone)):
        context = {"member": member, "removed": removed(member), "contact": settings.CONTACT_EMAIL}
        page = "members/removed.html" if context["removed"] else "members/suspended.html"
        return render(request, page, context, status=403)
