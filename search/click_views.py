"""Where the results page tells that one of them was opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from guard.access import EVERYONE, access
from guard.limits import limit

from . import insight

LONGEST_TOKEN = 1000


# A beacon carries no CSRF token, and the page of results holds none. The signed text stands in its place; all that
# another site could reach with one is a count.
@csrf_exempt
@access(POST=EVERYONE)
def clicked(request: HttpRequest) -> HttpResponse:
    """Count the click if its token is ours; nobody waits for the answer, so it is the same either way."""
    limit(request, scope="search-click", rate="60/minute")
    insight.note_signed_click(token=request.read(LONGEST_TOKEN).decode(errors="replace"))
    return HttpResponse(status=204)
