"""What a page shows of a discussion, as its address asks: `komentar` is the page of threads, `urut` their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guard.keys import key_in

from .models import Discussion, State
from .rules import state_of
from .threads import OLDEST, SORTS, Threads, thread_page

if TYPE_CHECKING:
    from community.members.permissions import ViewedRequest

    from .kinds import Place


def discussed(request: ViewedRequest, discussion: Discussion, place: Place) -> dict[str, Any]:
    """Gather a page of threads, and whether one may write."""
    threads = Threads([])
    if discussion.pk:
        number, sort = key_in(request.GET.get("komentar", "")), request.GET.get("urut", OLDEST)
        threads = thread_page(discussion, request.viewer, number=number, sort=sort)
    return {
        "request": request,
        "discussion": discussion,
        "place": place,
        "threads": threads,
        "sorts": [(name, label, name == threads.sort) for name, label in SORTS.items()],
        "is_open": state_of(discussion, place) == State.OPEN,
    }
