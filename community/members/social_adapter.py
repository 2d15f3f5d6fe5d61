"""How accounts from elsewhere become members here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.utils import user_field
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest

    from .models import User


class SocialAdapter(DefaultSocialAccountAdapter):
    """Take over a name and an address as a proposal; the form then makes the member."""

    error_messages: ClassVar[dict[str, Any]] = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _("Choose a password first: else you could not sign in any more."),
        "no_verified_email": _("Confirm your e-mail address first: else you could not sign in any more."),
        "connected_other": _("That account belongs to another member here already."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take the whole name; we have no first and last ones."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        user_field(user, "name", (data.get("name") or " ".join(parts)).strip())
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """Propose name and address."""
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        return {"email": initial["email"], "name": user_field(sociallogin.user, "name") or ""}
