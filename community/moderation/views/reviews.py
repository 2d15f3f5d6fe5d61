"""One case: what it is about, what stands around it, who wrote it, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.models import User
from community.members.permissions import Refused, member_of
from community.members.standing.going_on import going_on
from community.writing.services import plain_text

from ..forms.desk import DecideForm
from ..kinds import KINDS, found
from ..models import Review
from ..permissions import may_know_people, may_see_review
from ..protection.fingerprints import reached_in
from ..protection.services import arrived_with
from ..services import deciding
from ..services.appealed import decided
from ..services.changed import changed_since
from ..services.people import history_of
from ..services.queue import LONGEST_EXCERPT, PER_PAGE, rows_of, waiting
from ..services.reviews import end_all_about, renew_places
from ..services.similar import similar_to
from .confirming import confirmation, is_back, is_to_confirm
from .desk import RATE, RELATED, asked_for, turned_away

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

OTHERS = 5  # texts of the same author that are shown beside


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def review(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show a case, and decide it."""
    if answer := turned_away(request):
        return answer
    case = _case(request, pk)
    thing = found(case.kind, case.object_id)
    if thing is None:
        end_all_about(case.kind, [case.object_id])
        messages.info(request, _("This is no longer there."))
        return redirect(_queue(request))
    renew_places(case, KINDS[case.kind], thing)  # it may have moved since
    member = member_of(request)
    if not may_see_review(member, case):
        raise Http404
    why_not = deciding.why_not(member, case)
    form = DecideForm(request.POST if request.method == "POST" else None, review=case, thing=thing, by=member)
    status = 200
    if form.is_bound and form.is_valid() and not is_back(request):
        if not why_not and case.author and is_to_confirm(request, form):
            return confirmation(request, form, [case.author])
        limit(request, scope="moderate", rate=RATE)
        try:
            with once(request, scope=f"decide-{pk}") as first:
                if first.answer is None:
                    deciding.decide(by=member, review=case, verdict=form.verdict())
                    first.answer = True
        except ValidationError as error:
            _add(form, error)
            thing = found(case.kind, case.object_id) or thing
            data = request.POST.copy()  # it carries the mark of what is shown now
            data["shown"] = KINDS[case.kind].mark_of(thing)
            if isinstance(error, deciding.Changed):
                data["text"] = KINDS[case.kind].text(thing)
            form.data = data
        except Refused as refused:
            why_not, status = str(refused), 409 if isinstance(refused, deciding.Decided) else 403
        else:
            messages.success(request, _("The case is decided."))
            return redirect(_next(request))
    return render(request, "moderation/review.html", _context(request, case, thing, form, why_not), status=status)


@access(POST=MEMBERS)
@never_cache
@require_POST
def claim(request: ViewedRequest, pk: int) -> HttpResponse:
    """Keep a case to oneself for a while, or leave it to others."""
    if answer := turned_away(request):
        return answer
    case = _case(request, pk)
    act = deciding.release if "release" in request.POST else deciding.claim
    try:
        act(by=member_of(request), review=case)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(case.get_absolute_url() + _narrowing(request))


def _add(form: DecideForm, error: ValidationError) -> None:
    """Say what is wrong beside the field that it concerns, or above all of them."""
    for name, messages_of in getattr(error, "message_dict", {"": error.messages}).items():
        form.add_error(name if name in form.fields else None, messages_of)


def _case(request: ViewedRequest, pk: int) -> Review:
    rows = Review.objects.select_related(
        "author__profile__handle", "claimed_by", "decided_by", "appeal_of__decided_by", "appeal_of__author"
    )
    case: Review = get_object_or_404(rows, id=pk)
    if not may_see_review(member_of(request), case):
        raise Http404
    return case


def _next(request: ViewedRequest) -> str:
    """Lead to the next case that one can decide, in the queue as it was narrowed; to the queue where there is none."""
    if "next" in request.POST:
        found = waiting(request.viewer, **asked_for(request)).select_related(*RELATED)[:PER_PAGE]
        for row in rows_of(found, request.viewer):
            if not row.is_own and not deciding.why_not(member_of(request), row.review):
                return row.review.get_absolute_url() + _narrowing(request)
    return _queue(request)


def _queue(request: ViewedRequest) -> str:
    """Lead back to the queue as it was narrowed."""
    return reverse("moderation:desk") + _narrowing(request)


def _narrowing(request: ViewedRequest) -> str:
    """Give what the address of a case keeps of the queue from which one came to it."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _context(request: ViewedRequest, case: Review, thing: Any, form: DecideForm, why_not: str) -> dict[str, Any]:
    kind = KINDS[case.kind]
    author = case.author
    others = (
        list(kind.others_by(author, request.viewer).exclude(pk=thing.pk).order_by("-pk")[:OTHERS]) if author else []
    )
    flagged = case.appeal_of or case
    return {
        "review": case,
        "thing": thing,
        "kind": kind,
        "label": kind.label,
        "title": kind.title(thing),
        "html": kind.html(thing),
        "url": kind.url(thing),
        "writer": kind.writer(thing),
        "state": kind.state(thing),
        "said": kind.said(thing),  # by which one sees whether a report was about other words
        "changed": changed_since(case, thing, request.viewer),
        # What several say alike who are new: the reason doesn't name it, which would outlive the text.
        "contacts": [each.partition(":")[2] for each in reached_in(kind.text(thing))] if case.is_held else [],
        "similar": similar_to(case, kind.text(thing), request.viewer),
        "retitled_at": kind.retitled_at(thing),
        "around": kind.around(thing, request.viewer),
        "arrived_with": arrived_with(author) if author and kind.model is User else [],
        "others": [(kind.title(each), plain_text(kind.text(each), LONGEST_EXCERPT), kind.url(each)) for each in others],
        "flags": flagged.flags.standing().select_related("reporter").order_by("created_at")[:50],
        "earlier": Review.objects.filter(kind=case.kind, object_id=case.object_id)
        .exclude(pk__in={case.pk, flagged.pk})
        .exclude(decided_at=None)
        .select_related("decided_by", "appeal_of")
        .order_by("-created_at")[:10],
        "going_on": going_on(author) if author else [],
        "history": history_of(author, sees_notes=bool(may_know_people(request.user))) if author else None,
        # What is appealed against, or what was decided here about the author's words or account.
        "decided": decided(flagged, thing, sees_hidden=True) if flagged.decided_at else None,
        "knows_people": bool(may_know_people(request.user)),
        "form": form,
        "queue": _queue(request),
        "narrowing": _narrowing(request),
        "why_not": why_not,
        "is_mine": case.claimed_by_id == request.viewer.user_id and case.claim_ends_at is not None,
    }
