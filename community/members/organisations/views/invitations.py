"""Inviting people, and the page that the link in the mail leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused
from community.members.standing.barred import barred

from .. import services
from ..forms import InvitationForm
from ..models import Invitation, Membership
from ..models.people import Answer
from ..permissions import may_own, may_run, membership_of
from ..services.invitations import invitation_of
from .finding import member_of, own_organisation
from .writing import explain

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

    from ..models import Organisation

INVITE_RATE = "30/day"
ANSWER_RATE = "60/hour"


@access(GET=MEMBERS, POST=MEMBERS)
def invite(request: ViewedRequest, handle: str) -> HttpResponse:
    """Invite somebody."""
    if answer := barred(request):
        return answer
    organisation = own_organisation(request, handle, may_run)
    form = InvitationForm(request.POST or None, is_owner=may_own(request.user, organisation))
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="invite", rate=INVITE_RATE)
        try:
            services.invite(by=member_of(request), organisation=organisation, **form.invited())
        except (Refused, ValidationError) as error:
            status = explain(form, error, field="whom")
        else:
            messages.success(request, _("The invitation is on its way. It can be answered for two weeks."))
            return redirect("organisations:people", organisation.handle.text)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/invite.html", context, status=status)


@access(POST=MEMBERS)
def again(request: ViewedRequest, handle: str, pk: int) -> HttpResponse:
    """Mail an invitation once more."""
    organisation = own_organisation(request, handle, may_run)
    limit(request, scope="invite", rate=INVITE_RATE)
    try:
        services.send_again(by=member_of(request), invitation=_of(organisation, pk))
    except (Refused, ValidationError) as error:
        messages.warning(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
    else:
        messages.success(request, _("The invitation is on its way. It can be answered for two weeks."))
    return redirect("organisations:people", organisation.handle.text)


@access(POST=MEMBERS)
def withdraw(request: ViewedRequest, handle: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    organisation = own_organisation(request, handle, may_run)
    services.withdraw_invitation(by=member_of(request), invitation=_of(organisation, pk))
    messages.success(request, _("The invitation is taken back."))
    return redirect("organisations:people", organisation.handle.text)


@access(GET=EVERYONE, POST=MEMBERS)
@never_cache
def invitation(request: ViewedRequest, token: str) -> HttpResponse:
    """Show who invites whom to what, and take the answer; a link that no longer works says so, and what to do."""
    found = invitation_of(token)
    membership = membership_of(request.user, found.organisation) if found else None
    if found and found.state == Answer.ACCEPTED and membership:
        return redirect(found.organisation)  # a second press of the button, or of the link
    if found is None or not found.is_open or not found.organisation.is_public:
        return _gone(request, found)
    if found.user_id and request.user.is_authenticated and found.user_id != request.user.pk:
        return _gone(request, found, is_of_another=True)
    if request.method == "POST":
        limit(request, scope="invitation", rate=ANSWER_RATE)
        try:
            if "refuse" in request.POST:
                services.refuse_invitation(member=member_of(request), token=token)
                messages.success(request, _("You have said no. Nobody can use this link any more."))
                return redirect("organisations:list")
            services.accept_invitation(member=member_of(request), token=token)
        except Refused as refused:
            return _gone(request, found, reason=str(refused))
        owns = found.role == Membership.Role.OWNER
        messages.success(request, _("You are an owner of it now.") if owns else _("Welcome! You are one of them now."))
        return redirect(found.organisation)
    context = {"invitation": found, "organisation": found.organisation, "membership": membership}
    return render(request, "organisations/invitation.html", context)


def _gone(
    request: ViewedRequest, found: Invitation | None, *, is_of_another: bool = False, reason: str = ""
) -> HttpResponse:
    """Say that a link does nothing, and where to ask anew: only who holds a real one learns of what organisation."""
    organisation = found.organisation if found and found.organisation.is_public else None
    context = {"organisation": organisation, "is_of_another": is_of_another, "reason": reason}
    return render(request, "organisations/invitation_gone.html", context, status=404)


def _of(organisation: Organisation, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("organisation"), organisation=organisation, pk=pk)
