"""How a text will look, before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, access
from guard.limits import limit

from .services import render_markdown

if TYPE_CHECKING:
    from django.http import HttpRequest

PREVIEW_RATE = "60/minute"


@access(POST=EVERYONE)
@never_cache
def preview(request: HttpRequest) -> HttpResponse:
    """Answer the HTML of a Markdown `text`, to be shown in place; nothing is kept."""
    limit(request, scope="preview", rate=PREVIEW_RATE)
    return HttpResponse(render_markdown(request.POST.get("text", "")))
