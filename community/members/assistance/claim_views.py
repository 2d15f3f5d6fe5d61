"""Pages for taking one's account over: code and address, the mailbox, a password. Anyone may knock, but not often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, access
from guard.limits import limit_as

from ..entrance import CLAIM, account_of, knock
from ..models import User
from . import claiming, done
from .claiming import Outcome
from .forms import ClaimForm, ClaimPasswordForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from .models import ClaimCode


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Take the code from the paper and an address; what goes on comes by mail, whoever the address belongs to."""
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        knock(request, CLAIM)
        if form.is_valid():
            code, email = claiming.code_of(form.cleaned_data["code"]), form.cleaned_data["email"]
            if code is not None:
                limit_as(account_of(email), scope="claim.account", rate=settings.ENTRANCE_RATES[CLAIM][2])
                claiming.send_link(code=code, email=email)
                return redirect("account_claim_sent")
            form.add_error("code", _unknown_code())
    return render(request, "account/claim.html", {"form": form})


@access(GET=EVERYONE)
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way."""
    return render(request, "account/claim_sent.html")


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Let who comes from the mail choose a password and agree; then the account is theirs alone."""
    code, email = claiming.claim_of(key)
    if code is None:
        return _broken(request)
    form = ClaimPasswordForm(request.POST if request.method == "POST" else None, code=code)
    if request.method == "POST":
        knock(request, CLAIM)
        if form.is_valid():
            return _claim(request, code, email, form.cleaned_data["password1"])
    context = {"form": form, "code": code, "email": email, "count": done.count_for(code.person)}
    return render(request, "account/claim_link.html", context)


def _claim(request: HttpRequest, code: ClaimCode, email: str, password: str) -> HttpResponse:
    """Take the account over and sign in; a second press of the button finds the link used."""
    outcome = claiming.claim(code=code, email=email, password=password)
    if outcome is Outcome.GONE:
        return _broken(request)
    if outcome is Outcome.TAKEN:  # whoever comes from the mail owns the mailbox, and may know
        return render(request, "account/claim_taken.html", {"email": email}, status=409)
    person = User.objects.get(pk=code.person_id)
    response: HttpResponse = perform_login(request, person, redirect_url=reverse("members:on_my_behalf"), email=email)
    return response


def _broken(request: HttpRequest) -> HttpResponse:
    return render(request, "account/claim_broken.html", status=404)


def _unknown_code() -> str:
    return _(
        "This code opens nothing: it was used already, replaced by a newer one or is too old, or something was typed "
        "wrong. Please look at it once more, or ask your mentor or the editors for a new one."
    )
