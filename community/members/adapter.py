"""How allauth behaves here."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from guard.limits import address_of
from outbox.mail import EmailBackend

from . import confirming, entrance, proving
from .models import User
from .rights.agreeing import FIRST, asked_of, never_agreed
from .rights.erasing import pending
from .standing import entrance as standing

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

UNKNOWN, IN_ITS_PLACE = "account/email/unknown_account", "account/email/login_code"
NOBODY = 0  # the key of no account
LINKS = ("activate_url", "password_reset_url", "signup_url")
NOWHERE = "0.0.0.0"  # noqa: S104
PROOFS = {
    "reauthenticate": _("Type the password"),
    "mfa_reauthenticate": _("Type a code from the app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open; mails go out in the member's language; one comes home in one's own language.

    An account that nobody has proved to own, or agreed for since, may bear a stranger's name: no mail greets by it.
    """

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _(  # one answer to both, so that it tells of no account
            "Address and password don’t belong together, or the address is not confirmed yet. Please look at both "
            "once more, and into your mailbox. Nothing there? Sign in with a code by mail, here below."
        ),
        "incorrect_password": _("This is not your present password."),
        "too_many_login_attempts": _("That was wrong several times. Please wait five minutes, then try again."),
        "incorrect_code": _("This code is not right, or it is too old. Please look at it once more."),
        "rate_limited": _("That was a lot in a short time. Please wait a few minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language and zone of the member, and let the links lead there too.

        Where there is no account the mail is written all the same and thrown away: it takes the time that it takes.
        """
        user: User | None = context.get("user") or User.objects.filter(email__iexact=email).first()
        if template_prefix == UNKNOWN:
            with transaction.atomic():
                nobody = user or User(pk=NOBODY, email=email)
                self._write(IN_ITS_PLACE, email, context | {"is_thrown_away": True}, nobody)
                transaction.set_rollback(True)
        else:
            self._write(template_prefix, email, context, user)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Let a mail that is thrown away go nowhere but into the table, whatever the others are sent through."""
        message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        if context.get("is_thrown_away"):
            message.connection = EmailBackend()
        return message

    def _write(self, template_prefix: str, email: str, context: dict[str, Any], user: User | None) -> None:
        language = user.language if user else get_language() or settings.LANGUAGE_CODE
        known = user is not None and not (proving.is_unproved(user) or never_agreed(user))
        links = {key: translate_url(context[key], language) for key in LINKS if key in context}
        zone = ZoneInfo(user.zone) if user else timezone.get_current_timezone()
        with override(language), timezone.override(zone):
            more = {"user": user, "site_name": settings.SITE_NAME, "contact": settings.CONTACT_EMAIL}
            super().send_mail(template_prefix, email, context | links | more | {"hides_name": not known})

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell of what happened to an account, and where its password is changed if it was not the member."""
        link = self.request.build_absolute_uri(reverse("account_reset_password"))
        more = {"user": user, "password_reset_url": link, **(context or {})}
        super().send_notification_mail(template_prefix, user, more, email)

    def is_safe_url(self, url: str) -> bool:
        """Take what can't be read as an address (`http://[x`) for a foreign one, wherever `next` is asked for."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let nobody guess on for an account that was guessed at; raises `TooMany`."""
        if email := credentials.get("email"):
            entrance.must_be_open_for(email)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count what was wrong, for the account that was named, be it there or not."""
        if email := credentials.get("email"):
            entrance.count_failure(email)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        entrance.forget_failures(credentials["email"])

    def get_login_stages(self) -> list[str]:
        """Turn suspended members away when they have proved who they are, whichever way they came."""
        return [*super().get_login_stages(), standing.STAGE]

    def respond_email_verification_sent(self, request: HttpRequest, user: User | None) -> HttpResponseBase:
        """Lead to where one reads of the mail; in this browser the password was just chosen."""
        if user:
            confirming.remember(request, user)
        typed = request.POST.get("email") or ""
        confirming.say_it_is_sent(request, typed.strip() or (user.email if user else "") or "")
        response: HttpResponseBase = super().respond_email_verification_sent(request, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead home in the language of the page.

        Who is about to lose the account comes to where that is stopped, who never agreed to where they do.
        """
        user: User = request.user  # type: ignore[assignment]
        if pending(user):
            return reverse("members:erase")
        if asked_of(request) == FIRST:
            return reverse("members:agree")
        return reverse("wagtail_serve", args=[""])

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead to where one comes home when signing in."""
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page in the language of the page."""
        return reverse("wagtail_serve", args=[""])

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Name the ways to prove that it is still the member."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": PROOFS[method["id"]]} for method in methods]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Name the same address as all other limits; what is none (a socket, a forged header) can't be kept as one."""
        address = address_of(request)
        try:
            return str(ip_address(address))
        except ValueError:
            return NOWHERE
