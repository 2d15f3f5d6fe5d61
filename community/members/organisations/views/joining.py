"""Asking to be let in, the answer, leaving, and one's own organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused
from community.members.standing.barred import barred

from .. import services
from ..forms import JoinForm
from ..models import Membership, MembershipRequest, Organisation
from ..models.people import Answer
from ..permissions import may_run, membership_of
from ..services.invitations import token_of, waiting_for
from .finding import member_of, organisation_of, organisation_with_page, own_organisation
from .reading import closed

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

ASK_RATE = "20/day"
ANSWER_RATE = "120/hour"


@access(GET=MEMBERS)
def mine(request: ViewedRequest) -> HttpResponse:
    """Show the organisations one belongs to, with what waits for an answer."""
    member = member_of(request)
    memberships = Membership.objects.filter(user=member).select_related("organisation__handle", "organisation__region")
    asked = MembershipRequest.objects.filter(
        user=member, state=Answer.WAITING, organisation__in=Organisation.objects.public()
    )
    context = {
        "memberships": memberships.order_by("organisation__name_key", "pk"),
        "invitations": [(each, token_of(each)) for each in waiting_for(member)],
        "requests": asked.select_related("organisation__handle").order_by("created_at"),
    }
    return render(request, "organisations/mine.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
def join(request: ViewedRequest, handle: str) -> HttpResponse:
    """Ask to be let in, or take that back."""
    organisation, member = organisation_with_page(request, handle), member_of(request)
    membership = membership_of(member, organisation)
    if organisation.closed_at:
        return closed(request, organisation, membership)
    if membership:
        return redirect(organisation)
    waiting = MembershipRequest.objects.filter(user=member, organisation=organisation, state=Answer.WAITING).first()
    if waiting is None and (barring := barred(request)):
        return barring  # who asked already may still take it back
    form = JoinForm(request.POST or None)
    status = 200
    if request.method == "POST" and "withdraw" in request.POST:
        services.withdraw_request(member=member, organisation=organisation)
        messages.success(request, _("Your request is taken back."))
        return redirect(organisation)
    if request.method == "POST" and form.is_valid():
        limit(request, scope="join", rate=ASK_RATE)
        try:
            services.ask_to_join(member=member, organisation=organisation, text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
        else:
            messages.success(request, _("Those who run the organisation have got your request. A mail tells you more."))
            return redirect(organisation)
    context = {"form": form, "organisation": organisation, "asking": waiting}
    return render(request, "organisations/join.html", context, status=status)


@access(POST=MEMBERS)
def answer(request: ViewedRequest, handle: str, pk: int) -> HttpResponse:
    """Let in who asked, or say no."""
    organisation = own_organisation(request, handle, may_run)
    rows = MembershipRequest.objects.filter(organisation=organisation).select_related("organisation", "user")
    asking = get_object_or_404(rows, pk=pk)
    limit(request, scope="organisation-people", rate=ANSWER_RATE)
    act = services.refuse_request if "refuse" in request.POST else services.accept_request
    try:
        act(by=member_of(request), asking=asking)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("%(name)s hears of your answer by mail.") % {"name": asking.user.name})
    return redirect("organisations:people", organisation.handle.text)


@access(GET=MEMBERS, POST=MEMBERS)
def leave(request: ViewedRequest, handle: str) -> HttpResponse:
    """Ask, then leave."""
    organisation, member = organisation_of(request, handle), member_of(request)
    membership = membership_of(member, organisation)
    if membership is None:
        return redirect(organisation)
    reason, status = "", 200
    if request.method == "POST":
        try:
            services.leave(member=member, organisation=organisation)
        except Refused as refused:
            reason, status = str(refused), 403
        else:
            messages.success(request, _("You have left %(name)s.") % {"name": organisation.name})
            return redirect("organisations:mine")
    context = {"organisation": organisation, "membership": membership, "reason": reason}
    return render(request, "organisations/leave.html", context, status=status)
