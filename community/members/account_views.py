"""Pages of accounts that allauth doesn't have: another address, confirmed from both sides; the way to a provider."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, cast

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from guard.access import EVERYONE, MEMBERS, access
from guard.limits import limit

from . import address_changes, devices, proving
from .account_forms import AddressForm
from .address_changes import OLD, Outcome, change_of
from .entrance import SIGN_IN, knock
from .models import AddressChange, Profile, User
from .permissions import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from .account_forms import AskForCodeForm, MailedCodeForm

ADDRESS_RATE = "10/hour"
LINK_RATE = "60/hour"
DEVICES_RATE = "60/hour"
CODE_MARK = "code_mark"  # in the session: the state of the account that a code was mailed for


@access(GET=MEMBERS, POST=MEMBERS)
def address(request: HttpRequest) -> HttpResponse:
    """Show one's address, ask for another, have the mails sent again, or keep the old one."""
    member = cast("User", request.user)
    change = AddressChange.objects.filter(user=member, old_email=member.email or "").first()
    form = AddressForm(request.POST if "action_add" in request.POST else None, member=member)
    if request.method == "POST":
        limit(request, scope="address", rate=ADDRESS_RATE)
        if "action_remove" in request.POST:
            address_changes.stop(user=member)
            messages.success(request, _("Your address stays as it is."))
            return redirect("account_email")
        if "action_send" in request.POST and change:
            address_changes.send_links(change=change)
            messages.success(request, _("We have sent the mails once more."))
            return redirect("account_email")
        if form.is_bound and form.is_valid():
            address_changes.ask(user=member, email=form.cleaned_data["email"])
            messages.success(request, _("We have sent you mails. Your address changes when they are answered."))
            return redirect("account_email")
    return render(request, "account/email_change.html", {"form": form, "change": change})


@access(GET=EVERYONE, POST=EVERYONE)
def address_link(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whoever opens one of the two links whether the address shall change; works without being signed in."""
    change, side = change_of(key)
    if change is None:
        return render(request, "account/address_link_broken.html", status=404)
    if request.method != "POST":
        return render(request, "account/address_link.html", {"change": change, "is_old": side == OLD})
    limit(request, scope="address_link", rate=LINK_RATE)
    if "stop" in request.POST:
        address_changes.stop(user=change.user)
        return render(request, "account/address_changed.html", {"change": change, "outcome": "stopped"})
    outcome = address_changes.confirm(change=change, side=side)
    if outcome is Outcome.GONE:
        return render(request, "account/address_link_broken.html", status=404)
    return render(request, "account/address_changed.html", {"change": change, "outcome": outcome.value})


@access(POST=MEMBERS)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out on one other device; what is no longer there, or another's, is answered alike."""
    member = cast("User", request.user)
    limit(request, scope="devices", rate=DEVICES_RATE)
    if session := UserSession.objects.filter(pk=pk, user=member).first():
        try:
            devices.end_session(user=member, session=session, current_key=request.session.session_key)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("You are signed out there."))
    return redirect("usersessions_list")


class AskForCode(views.RequestLoginCodeView):
    """Mail a code, and remember for which state of the account."""

    def form_valid(self, form: AskForCodeForm) -> HttpResponse:
        """Keep the mark of the account, if there is one, beside the code."""
        response: HttpResponse = super().form_valid(form)
        self.request.session[CODE_MARK] = proving.mark_of(form._user) if form._user else ""
        return response


class TypeCode(views.ConfirmLoginCodeView):
    """Sign in by the mailed code, as long as the account is as it was when it was mailed."""

    def form_valid(self, form: MailedCodeForm) -> HttpResponse:
        """Refuse a code, and send none again, once address or password were changed; what others set ends."""
        process = self._process
        if process.user is None:
            return super().form_valid(form)
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=process.user.pk)
            mark = self.request.session.get(CODE_MARK, "")
            if not proving.stands(user, email=process.state["email"], mark=mark):
                process.abort()
                messages.error(self.request, get_adapter().error_messages["incorrect_code"])
                return redirect("account_request_login_code")
            if self._action == "verify" and proving.is_unproved(user):
                proving.disown(user=user)
                process.user.refresh_from_db()
                messages.info(
                    self.request,
                    _("The password from when this account was made no longer counts. Please choose one of your own."),
                )
            return super().form_valid(form)


class RecoveryFile(DownloadRecoveryCodesView):
    """The recovery codes as a file that still says in years what it is: of which site and account, and of which day."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name them; an account without a profile yet by its name."""
        member = cast("User", self.request.user)
        profile = Profile.objects.filter(user=member).select_related("handle").first()
        told = {
            "site_name": settings.SITE_NAME,
            "account": str(profile.handle) if profile else member.name,
            "made_at": self.authenticator.created_at,
        }
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | told


def only_with(provider: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Close an address until its provider is switched on; without a name, until there is any."""

    def is_there() -> bool:
        providers = settings.SOCIALACCOUNT_PROVIDERS
        return provider in providers if provider else bool(providers)

    @functools.wraps(view)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_there():
            raise Http404
        return view(request, *args, **kwargs)

    found.is_there = is_there  # type: ignore[attr-defined]  # `config.access` asks before it refuses a method
    return found


def leave_for(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to a provider by a page of ours: browsers let no form of this site end at another one."""

    @functools.wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        knock(request, SIGN_IN)
        try:
            response = view(request, *args, **kwargs)
        except OSError:  # the provider doesn't answer
            return render(request, "socialaccount/authentication_error.html", status=503)
        target = response.get("Location", "")
        if not target.startswith("https://"):
            return response
        return render(request, "socialaccount/login_redirect.html", {"redirect_to": target})

    return led
