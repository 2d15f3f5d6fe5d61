"""The list of what is held, hidden or deleted, for who keeps order in the forum, or in a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access

from community.members.permissions import is_suspended, member_of
from community.members.standing.barred import barred

from ..permissions import keeps_something
from ..services.paging import NoSuchPlace
from ..services.put_away import Put, Thing, counts_of, put_away
from ..services.tabs import tabs_with_counts
from .explaining import refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest


@access(GET=MEMBERS)
@never_cache
def put_away_list(request: ViewedRequest) -> HttpResponse:
    """Show posts or topics that are the moderator's to restore."""
    if answer := turned_away(request):
        return answer
    after, counts = request.GET.get("after", ""), counts_of(request.viewer)
    try:
        thing, put = _asked_for(request, counts)
        page = put_away(request.viewer, thing, put, after=after)
    except NoSuchPlace as error:
        raise Http404 from error
    asked = request.GET.copy()  # further pages are of this list, whatever comes into another one meanwhile
    asked["isi"], asked["keadaan"] = thing.value, put.value
    context = {
        "tabs": tabs_with_counts(request.viewer),
        "own_list": "put_away",
        "things": [(each, sum(counts[each, put] for put in Put)) for each in Thing],
        "states": [(each, counts[thing, each]) for each in Put],
        "thing": thing,
        "put": put,
        "rows": page.rows,
        "after": page.after,
        "is_first": not after,
        "asked": asked,
    }
    return render(request, "forums/put_away.html", context)


def turned_away(request: ViewedRequest) -> HttpResponse | None:
    """Answer who keeps order nowhere, or may not at the moment; nothing to all others."""
    if not keeps_something(request.viewer):
        return refused(request, _("You may not do this here."))
    return barred(request) if is_suspended(member_of(request)) else None


def _asked_for(request: ViewedRequest, counts: Mapping[tuple[Thing, Put], int]) -> tuple[Thing, Put]:
    """Read which list is asked for; without one that there is, it is the first in which something stands."""
    thing, state = request.GET.get("isi"), request.GET.get("keadaan")
    things = [Thing(thing)] if thing in Thing.values else list(Thing)
    states = [Put(state)] if state in Put.values else list(Put)
    lists = [(each, put) for each in things for put in states]
    return next((each for each in lists if counts[each]), lists[0])
