"""How a text will look, before it is sent, and what some letters in it may become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, access
from guard.limits import limit

from .completing.sources import completions
from .services import render_markdown

if TYPE_CHECKING:
    from django.http import HttpRequest

    from community.members.permissions import ViewedRequest

PREVIEW_RATE = "120/minute"  # it is drawn while one types, at each pause


@access(POST=EVERYONE)
@never_cache
def preview(request: HttpRequest) -> HttpResponse:
    """Answer the HTML of a Markdown `text`, to be shown in place; nothing is kept."""
    limit(request, scope="preview", rate=PREVIEW_RATE)
    return HttpResponse(render_markdown(request.POST.get("text", ""), prefix="preview"))


@access(GET=EVERYONE)
@never_cache
def complete(request: ViewedRequest) -> HttpResponse:
    """Propose what the end of a text may become: a sign and some letters (`?q=@mar`), typed in a place (`&near=`)."""
    for rate in settings.COMPLETION_RATES:
        limit(request, scope="writing.complete", rate=rate)
    found = completions(request.viewer, request.GET.get("q", ""), near=request.GET.get("near", "")[:80])
    return render(request, "writing/completions.html", {"completions": found})
