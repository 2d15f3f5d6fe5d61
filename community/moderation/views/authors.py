"""What an author finds about what they wrote: why it isn't shown, the way to mend it, and the appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.permissions import Refused, is_silenced, member_of
from community.members.signals import member_shown
from community.members.standing.wording import in_one

from ..forms.desk import AppealForm, MendForm
from ..kinds import KINDS, found
from ..models import Review
from ..permissions import may_appeal
from ..services import appeal_links, appeals
from ..services.appealed import decided
from ..services.outcomes import outcome_of
from ..services.queue import rows_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.models import User
    from community.members.permissions import ViewedRequest

RATE = "30/hour"
LINK_RATE = "60/hour"
PER_PAGE = 25


@access(GET=MEMBERS)
@never_cache
def own_texts(request: ViewedRequest) -> HttpResponse:
    """List what of one's own was reported, waited or was decided about."""
    cases = Review.objects.told_to(member_of(request)).order_by("-created_at", "-pk")
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "moderation/own_texts.html", {"rows": rows_of(page, request.viewer), "page_obj": page})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def own_text(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show one of them with why, and take in a better text while reports hide it."""
    case, thing = _case(request, pk)
    member_shown.send(sender=Review, request=request, container=f"case:{case.pk}")
    member, form, barred = member_of(request), None, ""
    if appeals.is_mendable(case, thing):
        kind, sent = KINDS[case.kind], request.POST if request.method == "POST" else None
        form = MendForm(sent, heading=kind.heading(thing), text=kind.text(thing))
        barred = in_one(member) if is_silenced(member) else ""
    if form and form.is_bound and form.is_valid():
        limit(request, scope="mend", rate=RATE)
        try:
            appeals.mend(author=member, review=case, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your text is changed. A moderator looks at it, then it can be shown again."))
            return redirect("moderation:own_text", pk)
    told = {"form": None if barred else form, "barred": barred}
    return render(request, "moderation/own_text.html", {**told, **_context(case, thing)})


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def appeal(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask why an author sees a decision differently, and have another moderator look."""
    case, thing = _case(request, pk)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _is_sent(request, case, member_of(request), form):
        return redirect("moderation:own_text", pk)
    context = {"form": form, **_context(case, thing)}
    if not form.is_bound and not context["may_appeal"]:
        return redirect("moderation:own_text", pk)
    status = 403 if form.non_field_errors() else 200
    return render(request, "moderation/appeal.html", context, status=status)


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def appeal_link(request: ViewedRequest, token: str) -> HttpResponse:
    """Show who can't sign in what was decided, and take in their appeal: the mail about it leads here."""
    limit(request, scope="appeal-link", rate=LINK_RATE)
    case = appeal_links.review_of(token)
    if case is None or case.author is None:
        return render(request, "moderation/appeal_refused.html", {"contact": settings.CONTACT_EMAIL}, status=403)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _is_sent(request, case, case.author, form):
        return redirect("moderation:appeal_link", token)
    context = {"form": form, "member": case.author, **_context(case, found(case.kind, case.object_id))}
    status = 403 if form.non_field_errors() else 200
    with timezone.override(ZoneInfo(case.author.zone)):
        return render(request, "moderation/appeal_link.html", context, status=status)


def _is_sent(request: ViewedRequest, case: Review, author: User, form: AppealForm) -> bool:
    """Send an appeal, once; what stands against it is told with the form."""
    if not form.is_valid():
        return False
    limit(request, scope="appeal", rate=RATE)
    try:
        with once(request, scope=f"appeal-{case.pk}") as first:
            if first.answer is None:
                first.answer = appeals.appeal(author=author, review=case, words=form.cleaned_data["words"]).pk
    except (Refused, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return False
    messages.success(request, _("Another moderator looks at it; you get a mail."))
    return True


def _case(request: ViewedRequest, pk: int) -> tuple[Review, Any]:
    cases = Review.objects.open_to(member_of(request)).select_related("author", "appeal")
    case: Review = get_object_or_404(cases, id=pk)
    return case, found(case.kind, case.object_id)


def _context(case: Review, thing: Any) -> dict[str, Any]:
    kind = KINDS[case.kind]
    ends = case.appeal_ends_at
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
        "decided": decided(case, thing, sees_hidden=True),
        "mended_at": kind.mended_at(thing) if thing and not case.decided_at else "",
        "appeal": asked,
        "outcome": outcome_of(asked) if asked else "",
        "ends": ends,
        "may_appeal": bool(ends and timezone.now() < ends and case.author and may_appeal(case.author, case)),
    }
