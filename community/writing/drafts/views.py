"""Saving a draft while one types, and the list of one's drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused, member_of

from ..services import plain_text
from . import services
from .models import Draft
from .places import places_of, withhold

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from community.members.permissions import ViewedRequest

RATE = "1200/hour"  # one each three seconds, which nobody types faster than
PER_PAGE = 25
SENT = "draft_sent"  # the cookie; js/drafts.js reads it
# Names of a form that are none of its content.
UNKEPT = {
    *("csrfmiddlewaretoken", "idempotency_key", "acting_for", "honeypot", "timestamp", "security_hash"),
    *("draft_sequence", "draft_writer", "draft_key", "draft_seen", "save_draft", "discard_draft", "preview", "attach"),
}


@access(POST=MEMBERS)
@never_cache
def save(request: ViewedRequest, key: str) -> JsonResponse:
    """Keep what the form holds, and answer which draft is kept now."""
    limit(request, scope="draft", rate=RATE)
    try:
        outcome = services.save(user=member_of(request), key=key, **sent(request.POST))
    except ValidationError as error:
        return JsonResponse({"state": "refused", "error": " ".join(error.messages)}, status=400)
    except Refused as refused:
        return JsonResponse({"state": "refused", "error": str(refused)}, status=403)
    draft = outcome.draft
    told: dict[str, Any] = {"state": outcome.state, "sequence": draft.sequence if draft else 0}
    if outcome.state is services.State.NEWER and draft:
        withhold([draft])
        told |= {"saved": draft.updated_at.isoformat(), "text": plain_text(draft.text, 160)}
        return JsonResponse(told, status=409)
    return JsonResponse(told)


@access(GET=MEMBERS)
@never_cache
def drafts(request: ViewedRequest) -> HttpResponse:
    """List what one has begun to write, the latest first."""
    rows = Draft.objects.filter(user=member_of(request)).order_by("-updated_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    withhold(shown)
    places = places_of(request.viewer, shown)
    lines = [(draft, places.get(draft.pk)) for draft in shown]
    return render(request, "writing/drafts.html", {"lines": lines, "page_obj": page, "kept_days": settings.DRAFT_DAYS})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def discard(request: ViewedRequest, key: str) -> HttpResponse:
    """Show a draft once more, then delete it; pressed twice, the second press leads where the first one led."""
    member = member_of(request)
    goal = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(goal, allowed_hosts=None):
        goal = reverse("writing:drafts")
    draft = services.find(user=member, key=key)
    if draft is not None and request.method != "POST":
        return render(request, "writing/draft_discard.html", {"draft": draft, "goal": goal})
    limit(request, scope="draft", rate=RATE)
    services.discard(user=member, key=key)
    if draft is not None:
        messages.success(request, _("The draft is deleted."))
    return forgotten(redirect(goal), key)


def forgotten(answer: HttpResponse, key: str) -> HttpResponse:
    """Tell the browser by a cookie that it needs its own copy of a draft no longer."""
    answer.set_cookie(SENT, key, max_age=86_400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


def sent(posted: QueryDict) -> dict[str, Any]:
    """Read from what a form sent its content, and the number of its draft: one more than the last one it has seen."""
    data = {name: values for name, values in posted.lists() if name not in UNKEPT}
    return {"data": data, "writer": posted.get("draft_writer", ""), "sequence": seen(posted) + 1}


def seen(posted: QueryDict) -> int:
    """Read the number of the last draft that a form has seen; 0 for none."""
    text = posted.get("draft_sequence", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
