"""The page that says where the mail to confirm an address went, and the page behind the link in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views
from allauth.account.internal.flows.email_verification import verify_email_and_resume
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.utils import perform_login, user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from guard.limits import limit_as

from . import confirming, entrance
from .account_forms import ConfirmForm
from .entrance import RESET, account_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class MailSent(views.EmailVerificationSentView):
    """Say that a mail is on its way, and send it once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer to send it again while this browser waits for it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"can_send_again": self._stage() is not None}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it once more, and say so alike for every address."""
        if (stage := self._stage()) is None:
            messages.info(request, _("That was a while ago. Please sign in: then we send you the mail again."))
            return redirect("account_email_verification_sent")  # which leads to where one signs in
        email = request.session.get(confirming.SENT_TO, "")
        limit_as(account_of(email), scope="confirmation.account", rate=settings.ENTRANCE_RATES[RESET][2])
        confirming.send_again(request, stage.login)
        confirming.say_it_is_sent(request, email)
        return redirect("account_email_verification_sent")

    def _stage(self) -> EmailVerificationStage | None:
        return LoginStageController.enter(self.request, EmailVerificationStage.key)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class ConfirmAddress(views.ConfirmEmailView):
    """Confirm an address: by the link alone where its password was just chosen, else by link and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for the password wherever this browser doesn't know it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.object.email_address.user if self.object else None
        if user and "form" not in context and not confirming.is_known(self.request, user):
            context["form"] = ConfirmForm(user=user)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm, or begin anew with a password of one's own; whoever typed the password is signed in."""
        self.object = self.get_object()
        if "own" in request.POST:
            return self._let_choose()
        with transaction.atomic():
            address = confirming.locked(self.object.email_address)
            if address is None:
                raise Http404
            user, self.object.email_address = address.user, address
            if not (knows := confirming.is_known(request, user)):
                entrance.must_be_open_for(address.email)
                form = ConfirmForm(request.POST, user=user)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form))
            confirmed, response = verify_email_and_resume(request, self.object)
        if response or not confirmed:
            return response or self.respond(False)
        self.logout_other_user(self.object)
        if knows or request.user.is_authenticated:
            return self.respond(True)
        return perform_login(request, user, email=address.email, redirect_url=self.get_next_url())

    def _let_choose(self) -> HttpResponse:
        """Lead on to where a new password is chosen, as the link to a forgotten one does."""
        email = self.object.email_address.email
        limit_as(account_of(email), scope="own_password.account", rate=settings.ENTRANCE_RATES[RESET][2])
        if (found := confirming.let_choose(address=self.object.email_address)) is None:
            raise Http404
        user, key = found
        return redirect("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key)
