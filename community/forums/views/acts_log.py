"""What moderators did and why, for who keeps order in the forum, or in a part of it; also without the editing room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access

from ..services.acts_log import acts_page
from ..services.paging import NoSuchPlace
from ..services.tabs import tabs_with_counts
from .put_away import turned_away

if TYPE_CHECKING:
    from django.http import HttpResponse
    from wagtail.models import ModelLogEntry

    from community.members.permissions import ViewedRequest


@access(GET=MEMBERS)
@never_cache
def acts_log(request: ViewedRequest) -> HttpResponse:
    """Show the latest acts first."""
    if answer := turned_away(request):
        return answer
    after = request.GET.get("after", "")
    try:
        page = acts_page(request.viewer, after=after)
    except NoSuchPlace as error:
        raise Http404 from error
    context = {
        "tabs": tabs_with_counts(request.viewer),
        "own_list": "put_away",
        "rows": [(entry, _address_of(entry)) for entry in page.rows],
        "after": page.after,
        "is_first": not after,
    }
    return render(request, "forums/acts_log.html", context)


def _address_of(entry: ModelLogEntry) -> str:
    """Lead to what it was about."""
    kind = entry.content_type.model if entry.content_type else ""
    further = ["topik"] if kind == "topic" else []  # which leads on to the address with its title
    return reverse(f"forums:{kind}", args=[entry.object_id, *further])
