"""Closing an organisation: asked once more, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from guard.access import MEMBERS, access
from guard.limits import limit

from community.members.permissions import Refused
from community.members.standing.barred import barred

from .. import services
from ..forms import ClosingForm
from ..permissions import may_close
from .finding import member_of, own_organisation
from .writing import explain

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.permissions import ViewedRequest

RATE = "10/hour"


@access(GET=MEMBERS, POST=MEMBERS)
def close(request: ViewedRequest, handle: str) -> HttpResponse:
    """Ask, then close it; pressed twice, the second press leads where the first one led."""
    if answer := barred(request):
        return answer
    organisation = own_organisation(request, handle, may_close)
    if organisation.closed_at:
        return redirect("organisations:mine")
    form = ClosingForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        limit(request, scope="close-organisation", rate=RATE)
        try:
            services.close(by=member_of(request), organisation=organisation, **form.cleaned_data)
        except Refused as refused:
            status = explain(form, refused)
        else:
            messages.success(request, _("%(name)s is closed. Its people get a mail.") % {"name": organisation.name})
            return redirect("organisations:mine")
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/close.html", context, status=status)
