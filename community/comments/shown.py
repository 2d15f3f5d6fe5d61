"""What a page shows of a discussion, as its address asks.

`komentar` is the page of threads, `urut` their order, `sampai` the mark of the first page, of which later ones go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guard.keys import key_in

from community.members.signals import member_shown

from .models import Comment, Discussion, State
from .rules import state_of
from .services.following import KIND
from .threads import OLDEST, SORTS, Threads, thread_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.members.permissions import ViewedRequest

    from .kinds import Place
    from .threads import Node

# Marks a message that is about a discussion: it stands at its head, where the answers to its forms lead.
MESSAGE = "discussion"


def tell_shown(request: ViewedRequest, discussion: Discussion, nodes: Iterable[Node]) -> None:
    """Announce which comments a member is shown, with the answers below them."""
    if request.viewer.user_id:
        keys = [each.comment.pk for node in nodes for each in node.and_replies()]
        member_shown.send(sender=Comment, request=request, container=f"{KIND}:{discussion.pk}", keys=keys)


def discussed(request: ViewedRequest, discussion: Discussion, place: Place) -> dict[str, Any]:
    """Gather a page of threads, and whether one may write."""
    threads = Threads([])
    if discussion.pk:
        number, sort = key_in(request.GET.get("komentar", "")), request.GET.get("urut", OLDEST)
        until = key_in(request.GET.get("sampai", ""))
        threads = thread_page(discussion, request.viewer, number=number, sort=sort, until=until)
        tell_shown(request, discussion, threads.nodes)
    return {
        "request": request,
        "discussion": discussion,
        "place": place,
        "threads": threads,
        "sorts": [(name, label, name == threads.sort) for name, label in SORTS.items()],
        "is_open": state_of(discussion, place) == State.OPEN,
    }
