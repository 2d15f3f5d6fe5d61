"""Pages about one's own data: what there is, a copy of it, the end of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from guard.access import MEMBERS, access
from guard.limits import limit

from ..assistance.models import Assistance
from ..forms import Agreeing
from ..permissions import Refused, may_write
from ..services import give_profile
from . import agreeing, consents, erasing, exporting
from .forms import ErasureForm, IntroducingForm
from .models import Consent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from ..models import User

EXPORT_RATE = "10/day"  # with those that failed; of good ones there is one a day
ERASURE_RATE = "10/hour"  # each may guess at the password
CONSENT_RATE = "60/hour"


@access(GET=MEMBERS, POST=MEMBERS)
def my_data(request: HttpRequest) -> HttpResponse:
    """Show what one may do with one's data; posted, ask for a copy."""
    member = cast("User", request.user)
    if request.method == "POST":
        limit(request, scope="export", rate=EXPORT_RATE)
        try:
            exporting.request_export(member=member)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("We are putting your data together and mail you when it is ready."))
        return redirect("members:data")
    context = {
        "export": exporting.latest(member),
        "erasure": erasing.pending(member),
        "consents": list(Consent.objects.filter(user=member)),
        "was_accompanied": Assistance.objects.filter(person=member).exists(),
    }
    return render(request, "members/my_data.html", context)


@access(GET=MEMBERS)
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give out a copy, to its own member and while it is offered; for everyone else there is none."""
    found = get_object_or_404(exporting.offered(cast("User", request.user)), pk=pk)
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=f"negeri-{found.asked_at:%Y-%m-%d}.zip")
    response["Cache-Control"] = "private, no-store"
    response["Content-Encoding"] = "identity"  # it is packed already
    return response


@access(POST=MEMBERS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a consent back."""
    member = cast("User", request.user)
    consent = get_object_or_404(Consent, pk=pk, user=member)
    limit(request, scope="consent", rate=CONSENT_RATE)
    try:
        consents.withdraw(member=member, consent=consent)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("You have taken your consent back; it counts from now on."))
    return redirect("members:data")


@access(GET=MEMBERS, POST=MEMBERS)
def agree(request: HttpRequest) -> HttpResponse:
    """Ask a member to agree to the terms as they are now; who never agreed says what they are called, too.

    Who has agreed already reads that, or goes on to where they wanted to write, and is asked no more.
    """
    member = cast("User", request.user)
    wanted, goal = agreeing.wanted_of(member), get_next_redirect_url(request)
    introduces = wanted == agreeing.FIRST and may_write(member)
    if has_agreed := wanted == agreeing.NOTHING:
        agreeing.forget(request)
        if goal:
            return redirect(goal)
    sent = request.POST if request.method == "POST" else None
    form = IntroducingForm(sent, profile=give_profile(user=member)) if introduces else Agreeing(sent)
    if request.method == "POST":
        limit(request, scope="consent", rate=CONSENT_RATE)
        if form.is_valid() and _take_word(member, form):
            agreeing.forget(request)
            messages.success(request, _("Thank you. It is written down on the page “My data”."))
            return redirect(goal or "members:data")
    context = {"form": form, "has_agreed": has_agreed, "is_first": wanted == agreeing.FIRST, "account": member}
    return render(request, "members/agree.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
def erase(request: HttpRequest) -> HttpResponse:
    """Explain what deleting the account means and take the wish; while it waits, show when and how to stop it."""
    member = cast("User", request.user)
    if waiting := erasing.pending(member):
        return render(request, "members/erasure_waits.html", {"erasure": waiting})
    form = ErasureForm(request.POST or None, request=request, member=member)
    status = 200
    if request.method == "POST":
        limit(request, scope="erasure", rate=ERASURE_RATE)
        if form.is_valid():
            try:
                erasing.request_erasure(member=member, keeps=form.cleaned_data["keeps"])
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 403
            else:
                return redirect("members:erase")
    context = {
        "form": form,
        "is_last": erasing.is_last_administrator(member),
        "days": settings.ERASURE_DAYS,
        "backup_days": settings.BACKUP_DAYS,
    }
    return render(request, "members/erase.html", context, status=status)


@access(POST=MEMBERS)
def keep(request: HttpRequest) -> HttpResponse:
    """Stop the deletion; a second press finds nothing to stop and is answered alike."""
    if erasing.stop_erasure(member=cast("User", request.user)):
        messages.success(request, _("Your account stays. Good that you are still here."))
    return redirect("members:data")


def _take_word(member: User, form: Agreeing) -> bool:
    """Write down what a form brought; False, with the reason on the form, where it could not be."""
    if not isinstance(form, IntroducingForm):
        agreeing.agree(member=member)
        return True
    try:
        agreeing.introduce(member=member, name=form.cleaned_data["name"], handle=form.cleaned_data["handle"])
    except ValidationError as error:
        form.add_error("handle", error)
    except Refused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()
