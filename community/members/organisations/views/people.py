"""Who belongs to an organisation, for those who run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused

from .. import services
from ..forms import RoleForm
from ..models import Invitation, Membership, MembershipRequest
from ..models.people import Answer
from ..permissions import may_own, may_run
from .finding import member_of, own_organisation
from .writing import explain

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

RATE = "120/hour"
A_PAGE = 30  # people
MOST_ASKING = 30  # requests shown at once; the next follow as these are answered


@access(GET=MEMBERS)
def people(request: ViewedRequest, handle: str) -> HttpResponse:
    """Show the people page by page; on the first also who asked to join, and who is invited."""
    organisation = own_organisation(request, handle, may_run)
    of_it = {"organisation": organisation}
    memberships = Membership.objects.filter(**of_it).select_related("user__profile__handle").order_by("joined_at", "pk")
    waiting = {**of_it, "state": Answer.WAITING}
    requests = MembershipRequest.objects.filter(**waiting).select_related("user__profile__handle")
    invitations = Invitation.objects.filter(**waiting).order_by("-created_at")
    page = Paginator(memberships, A_PAGE).get_page(request.GET.get("page"))
    is_first = page.number == 1
    context = {
        "organisation": organisation,
        "page_obj": page,
        "requests": requests.order_by("created_at")[:MOST_ASKING] if is_first else [],
        "invitations": invitations if is_first else [],
        "is_first": is_first,
        "is_owner": may_own(request.user, organisation),
    }
    return render(request, "organisations/people.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
def member(request: ViewedRequest, handle: str, pk: int) -> HttpResponse:
    """Give one of the people another role, offer them to own it, or take them out."""
    organisation = own_organisation(request, handle, may_run)
    rows = Membership.objects.filter(organisation=organisation).select_related("user__profile__handle", "organisation")
    membership = get_object_or_404(rows, pk=pk)
    present = {"role": membership.role}
    is_role = not {"remove", "hand_over"} & request.POST.keys()  # the other buttons have forms of their own
    form = RoleForm((request.POST if is_role else present) if request.method == "POST" else None, initial=present)
    status = 200
    if request.method == "POST":
        limit(request, scope="organisation-people", rate=RATE)
        try:
            done = _act(request, membership, form)
        except (Refused, ValidationError) as error:
            form.is_valid()
            status = explain(form, error)
        else:
            if done:
                messages.success(request, done)
                own = Membership.objects.filter(organisation=organisation, user=member_of(request)).first()
                return redirect("organisations:people", handle) if own and own.runs else redirect(organisation)
    context = {
        "organisation": organisation,
        "membership": membership,
        "form": form,
        "is_owner": may_own(request.user, organisation),
        "is_self": membership.user_id == request.user.pk,
    }
    return render(request, "organisations/member.html", context, status=status)


def _act(request: ViewedRequest, membership: Membership, form: RoleForm) -> str:
    """Do what the button says, and tell what was done; nothing where the form is not valid."""
    by, name = member_of(request), membership.user.name
    if "remove" in request.POST:
        services.remove_member(by=by, membership=membership)
        return _("%(name)s is no longer one of you.") % {"name": name}
    if "hand_over" in request.POST:
        if services.hand_over(by=by, membership=membership) is None:
            return _("%(name)s owns it, and you are a manager now.") % {"name": name}
        return _("%(name)s is asked whether they take it over. Until they agree it stays yours.") % {"name": name}
    if not form.is_valid():
        return ""
    role = form.cleaned_data["role"]
    if role == Membership.Role.OWNER != membership.role:
        services.offer_ownership(by=by, membership=membership)
        return _("%(name)s is asked whether they become an owner, too.") % {"name": name}
    services.change_role(by=by, membership=membership, role=role)
    return _("What you changed is saved.")
