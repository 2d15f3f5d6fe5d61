"""Where a page tells how far its reader came: by its script, or where none runs by a picture that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from guard.access import MEMBERS, access
from guard.limits import limit

from ..services import progress

if TYPE_CHECKING:
    from community.members.permissions import ViewedRequest

RATE = "720/hour"  # four a minute from each of three open topics
LONGEST_NUMBER = 9


# The page that tells holds no form, so no token of one: the seal says that it was served to this member. All that
# another site could reach with one is that something counts as read.
@csrf_exempt
@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def told(request: ViewedRequest) -> HttpResponse:
    """Note what was on the screen; nobody waits for the answer, so it is the same whatever the seal is worth.

    A browser without scripts asks for a picture here, and so tells that it shows a page, but not for how long.
    """
    limit(request, scope="reading", rate=RATE)
    said = request.POST if request.method == "POST" else request.GET
    topic_id = progress.topic_of(said.get("seal", ""), request.viewer)
    if topic_id is not None:
        seconds = _number(request.POST.get("seconds", ""))
        number = _number(said.get("last", ""))
        progress.note_reading(viewer=request.viewer, topic_id=topic_id, number=number, seconds=seconds)
    return HttpResponse(status=204)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
