"""What an author finds about what they wrote: why it isn't shown, the way to mend it, and the appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.permissions import Refused, member_of
from community.members.signals import member_shown

from ..forms.desk import AppealForm, MendForm
from ..kinds import KINDS, found
from ..models import Review
from ..services import appeals
from ..services.queue import rows_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

RATE = "30/hour"
PER_PAGE = 25


@access(GET=MEMBERS)
@never_cache
def own_texts(request: ViewedRequest) -> HttpResponse:
    """List what of one's own was reported, waited or was decided about."""
    cases = appeals.told_to(member_of(request)).order_by("-created_at", "-pk")
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/own_texts.html", {"rows": rows_of(page, request.viewer), "page_obj": page})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def own_text(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show one of them with why, and take in a better text while reports hide it."""
    case, thing = _case(request, pk)
    member_shown.send(sender=Review, request=request, container=f"case:{case.pk}")
    is_mendable = appeals.is_mendable(case, thing)
    kind = KINDS[case.kind]
    initial = {"text": kind.text(thing) if is_mendable else ""}
    form = MendForm(request.POST if request.method == "POST" else None, initial=initial) if is_mendable else None
    if form and form.is_bound and form.is_valid():
        limit(request, scope="mend", rate=RATE)
        try:
            appeals.mend(author=member_of(request), review=case, text=form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your text is changed. A moderator looks at it, then it can be shown again."))
            return redirect("moderation:own_text", pk)
    return render(request, "moderation/own_text.html", {"form": form, **_context(case, thing)})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def appeal(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask why an author sees a decision differently, and have another moderator look."""
    case, thing = _case(request, pk)
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        limit(request, scope="appeal", rate=RATE)
        try:
            with once(request, scope=f"appeal-{pk}") as first:
                if first.answer is None:
                    made = appeals.appeal(author=member_of(request), review=case, words=form.cleaned_data["words"])
                    first.answer = made.pk
        except (Refused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            status = 403
        else:
            messages.success(request, _("Another moderator looks at it; you get a mail."))
            return redirect("moderation:own_text", pk)
    context = {"form": form, **_context(case, thing)}
    if not form.is_bound and not context["may_appeal"]:
        return redirect("moderation:own_text", pk)
    return render(request, "moderation/appeal.html", context, status=status)


def _case(request: ViewedRequest, pk: int) -> tuple[Review, Any]:
    case: Review = get_object_or_404(appeals.told_to(member_of(request)), id=pk)
    return case, found(case.kind, case.object_id)


def _context(case: Review, thing: Any) -> dict[str, Any]:
    kind = KINDS[case.kind]
    ends = appeals.appeal_ends_at(case)
    asked = getattr(case, "appeal", None)
    flags = case.flags.standing() if case.is_hidden and not case.decided_at else case.flags.none()
    return {
        "review": case,
        "label": kind.label,
        "title": kind.title(thing) if thing else "",
        "html": kind.html(thing) if thing else "",
        "state": kind.state(thing) if thing else "deleted",
        "url": kind.url(thing) if thing and kind.state(thing) == "live" else "",
        "reasons": sorted({flag.get_reason_display() for flag in flags}),
        "appeal": asked,
        "ends": ends,
        "may_appeal": asked is None and ends is not None and timezone.now() < ends,
    }
