"""Who reacted to a thing, and the form to react; both are pages, which htmx loads in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, MEMBERS, access
from guard.keys import key_in
from guard.limits import TooMany, limit

from community.members.permissions import Refused, member_of
from community.members.standing.barred import barred

from . import services, shown
from .kinds import KINDS, one

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.permissions import ViewedRequest

    from .models import Reaction

RATE = "120/hour"


@access(GET=EVERYONE)
@never_cache
def reactions(request: ViewedRequest, kind: str, pk: int) -> HttpResponse:
    """Show who chose one of the reactions to a thing; `?ringkas` gives htmx the counts alone, as they stood before."""
    thing = _found(request, kind, pk)
    if request.htmx and "ringkas" in request.GET:
        return _row(request, kind, thing)
    counted = shown.reactions_to(kind, _with_author(thing), request.viewer)[pk]
    chosen = next((each for each in counted if each.name == request.GET.get("reaksi")), counted[0] if counted else None)
    people: list[Reaction] = []
    after = 0
    if chosen:
        begin = key_in(request.GET.get("sesudah", ""))
        author = _with_author(thing)[pk]
        people, after = shown.who_reacted(kind, pk, chosen.name, request.viewer, author=author, after=begin)
    template = "writing/includes/reacted.html" if request.htmx else "writing/reacted.html"
    context = {"chosen": chosen, "people": people, "after": after, "is_paged": "sesudah" in request.GET}
    return render(request, template, {**_context(request, kind, thing), "reactions": counted, **context})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def react(request: ViewedRequest, kind: str, pk: int) -> HttpResponse:
    """Offer the reactions, and take one: what is pressed is what then stands, however often it is sent."""
    member, thing = member_of(request), _found(request, kind, pk)
    if answer := barred(request):
        return _as_page(request) if request.htmx else answer
    try:
        if request.method == "POST":
            limit(request, scope="react", rate=RATE)
            _do(request, member, kind, pk)
            return _row(request, kind, thing, is_answer=True) if request.htmx else redirect(thing)
        services.require_reaction(user=member, kind=kind, key=pk)
    except Refused as refused:
        return _as_page(request) if request.htmx else _refuse(request, thing, refused)
    except TooMany:
        if not request.htmx:
            raise
        return _form(request, kind, thing, error=_("That was quick. Please wait a little before the next one."))
    except ValidationError as error:
        return _form(request, kind, thing, error=" ".join(error.messages))
    return _form(request, kind, thing)


def _do(request: ViewedRequest, member: User, kind: str, pk: int) -> None:
    if "remove" in request.POST:
        services.unreact(user=member, kind=kind, key=pk)
    else:
        services.react(user=member, kind=kind, key=pk, name=request.POST.get("reaction", ""))


def _form(request: ViewedRequest, kind: str, thing: Any, error: str = "") -> HttpResponse:
    template = "writing/includes/react_form.html" if request.htmx else "writing/react_form.html"
    offered = shown.choices(shown.own_reaction(kind, thing.pk, request.viewer))
    return render(request, template, {"choices": offered, "error": error, **_context(request, kind, thing)})


def _row(request: ViewedRequest, kind: str, thing: Any, *, is_answer: bool = False) -> HttpResponse:
    """Answer htmx the counts as they are now."""
    counted = shown.reactions_to(kind, _with_author(thing), request.viewer)[thing.pk]
    context = {**_context(request, kind, thing), "reactions": counted, "is_answer": is_answer}
    return render(request, "writing/includes/reactions.html", context)


def _context(request: ViewedRequest, kind: str, thing: Any) -> dict[str, Any]:
    """Gather what each of the pieces needs; a visitor may be shown the link, which leads to the door."""
    author = thing.author
    own = request.viewer.user_id is not None and author is not None and author.pk == request.viewer.user_id
    is_reactable = not own and (not request.viewer.user_id or KINDS[kind].may_react(member_of(request), thing))
    return {"kind": kind, "key": thing.pk, "thing": thing, "is_reactable": is_reactable}


def _with_author(thing: Any) -> dict[int, int | None]:
    return {thing.pk: thing.author.pk if thing.author is not None else None}


def _refuse(request: ViewedRequest, thing: Any, reason: Refused) -> HttpResponse:
    return render(request, "writing/react_refused.html", {"thing": thing, "reason": reason}, status=403)


def _as_page(request: ViewedRequest) -> HttpResponse:
    """Have htmx open the whole page, which says why it isn't possible."""
    return HttpResponse(headers={"HX-Redirect": request.get_full_path()})


def _found(request: ViewedRequest, kind: str, pk: int) -> Any:
    if (thing := one(request.viewer, kind, pk)) is None:
        raise Http404
    return thing
