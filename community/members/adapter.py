"""How allauth behaves here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from guard.limits import address_of

from .rights.erasing import pending

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import User

LINKS = ("activate_url", "password_reset_url")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open; mails go out in the member's language; one comes home in one's own language."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("Address and password don’t belong together. Please look at both once more."),
        "incorrect_password": _("This is not your present password."),
        "too_many_login_attempts": _("That was wrong several times. Please wait five minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the member, and let the links lead there too."""
        user: User | None = context.get("user")
        language = user.language if user else get_language() or settings.LANGUAGE_CODE
        links = {key: translate_url(context[key], language) for key in LINKS if key in context}
        with override(language):
            super().send_mail(template_prefix, email, context | links | {"site_name": settings.SITE_NAME})

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page in the member's language; who is about to lose the account, to where it is stopped."""
        user: User = request.user  # type: ignore[assignment]
        with override(user.language):
            if pending(user):
                return reverse("members:erase")
            return reverse("wagtail_serve", args=[""])

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead to where one comes home when signing in."""
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page in the language of the page."""
        return reverse("wagtail_serve", args=[""])

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count by the same address as all other limits."""
        return address_of(request)
