"""Reporting something, one's own reports, and the public numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST
from guard.access import EVERYONE, MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.members.signals import member_shown
from community.writing.forms import KEPT_BY_BROWSER

from .. import kinds
from ..forms.reports import ReportForm
from ..models import DONE, Flag
from ..services import reports as services
from ..services.numbers import numbers as counted
from ..site_settings import moderation_settings

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

MEMBER_RATE = "30/hour"
VISITOR_RATE = "10/hour"  # of one network address
PER_PAGE = 25


@access(GET=EVERYONE, POST=EVERYONE)
@cache_control(**KEPT_BY_BROWSER)
def report(request: ViewedRequest, kind: str, pk: int) -> HttpResponse:
    """Ask what is wrong with something, and take the report in."""
    thing, own = kinds.seen(request.viewer, kind, pk), services.own_report(request.user, kind, pk)
    if thing is None and own is None:
        raise Http404
    if own and (answer := _answer_again(request, own, thing)):
        return answer
    how, is_sent = kinds.KINDS[kind], request.method == "POST"
    form = ReportForm(request.POST if is_sent else None, reporter=request.user, kind=how, thing=thing)
    is_own = request.user.is_authenticated and how.is_theirs(thing, member_of(request))
    status = 403 if is_own and is_sent else 200
    if form.is_bound and form.is_valid():
        limit(request, scope="report", rate=MEMBER_RATE if request.user.is_authenticated else VISITOR_RATE)
        told = {name: form.cleaned_data.get(name, "") for name in ("reason", "words", "email", "said")}
        try:
            with once(request, scope=f"report-{kind}-{pk}") as first:
                if first.answer is None:
                    services.report(reporter=request.user, kind=kind, key=pk, **told)
                    first.answer = True
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            return render(request, "moderation/reported.html", _context(kind, thing))
    context = {"form": form, "flag": own, "is_own": is_own, **_context(kind, thing)}
    return render(request, "moderation/report.html", context, status=status)


@access(GET=MEMBERS)
@never_cache
def own(request: ViewedRequest) -> HttpResponse:
    """List one's own reports with what became of them."""
    member_shown.send(sender=Flag, request=request, container="reports")
    flags = Flag.objects.filter(reporter=request.viewer.user_id).order_by("-created_at", "-pk")
    page = Paginator(flags, PER_PAGE).get_page(request.GET.get("page"))
    keys: dict[str, list[int]] = {}
    for flag in page:
        keys.setdefault(flag.kind, []).append(flag.object_id)
    seen = {
        (name, thing.pk): thing
        for name, wanted in keys.items()
        if name in kinds.KINDS
        for thing in kinds.KINDS[name].seen_by(request.viewer).filter(pk__in=wanted)
    }
    rows = [
        (flag, kinds.KINDS[flag.kind], kinds.KINDS[flag.kind].title(thing) if thing else "", thing)
        for flag in page
        for thing in [seen.get((flag.kind, flag.object_id))]
        if flag.kind in kinds.KINDS
    ]
    minutes = moderation_settings().retract_minutes
    return render(request, "moderation/own_reports.html", {"rows": rows, "page_obj": page, "minutes": minutes})


@access(POST=MEMBERS)
@never_cache
@require_POST
def retract(request: ViewedRequest, pk: int) -> HttpResponse:
    """Take a report back."""
    flag = get_object_or_404(Flag, id=pk, reporter=request.viewer.user_id)
    try:
        services.retract(member=member_of(request), flag=flag)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your report is taken back."))
    return redirect("moderation:own_reports")


@access(GET=EVERYONE)
def numbers(request: ViewedRequest) -> HttpResponse:
    """Say publicly how much is reported, how soon it is decided, and how."""
    found = counted()
    rows = [(month, [(DONE[name], count) for name, count in month.decisions.items()]) for month in found.months]
    return render(request, "moderation/numbers.html", {"rows": rows, "counted_at": found.counted_at})


def _answer_again(request: ViewedRequest, own: Flag, thing: object) -> HttpResponse | None:
    """Show a member the report that they sent of something, where they can't send another one."""
    is_sent = request.method == "POST"
    if is_sent and own.is_open:  # pressed twice, and perhaps hidden by the first time
        return None if thing else render(request, "moderation/reported.html")
    why_not = services.why_not_again(member_of(request), kinds.KINDS[own.kind], thing) if thing else ""
    if thing and not (own.is_open or why_not):
        return None
    context = {"flag": own, "why_not": why_not, **(_context(own.kind, thing) if thing else {})}
    return render(request, "moderation/report_again.html", context, status=403 if is_sent else 200)


def _context(kind: str, thing: object) -> dict[str, object]:
    how = kinds.KINDS[kind]
    author = how.writer(thing)
    return {"thing": thing, "label": how.label, "title": how.title(thing), "writer": author, "url": how.url(thing)}
