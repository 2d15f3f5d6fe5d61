"""Forms that begin and end an account: who never agreed does so; nobody else, and nobody by a slip, should end it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..forms import Agreeing, OwnNames, SignUpForm
from ..handles import LONGEST
from ..models import Profile

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import User

FRESH = 5 * 60  # seconds since signing in, where there is no password to ask for


class IntroducingForm(OwnNames, Agreeing):
    """Say what one is called, and agree, for an account that somebody else may have named."""

    field_order = ("name", "handle", "agrees")

    name = SignUpForm.base_fields["name"]
    handle = forms.CharField(
        label=_("Handle"),
        max_length=LONGEST + 1,
        help_text=_("A short name for your address here, such as @maria. You can keep this one, or take another."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        self.profile = profile
        super().__init__(*args, **kwargs)
        self.fields["handle"].initial = profile.handle.text


class ErasureForm(forms.Form):
    """Whether contributions stay, the password (or a fresh sign-in) and a tick."""

    keeps = forms.TypedChoiceField(
        label=_("What you wrote"),
        choices=[
            ("yes", _("It stays, under “Former member” and without a link to you")),
            ("no", _("It is deleted too; where others have answered, a mark says that something stood there")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Please type your password, so that nobody else can do this.")},
    )
    sure = forms.BooleanField(
        label=_("Yes, I want to delete my account"),
        error_messages={"required": _("Please tick this too, if you are sure.")},
    )

    def __init__(self, *args: Any, request: HttpRequest, member: User, **kwargs: Any) -> None:
        self.request, self.member = request, member
        super().__init__(*args, **kwargs)
        if not member.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """The member's own."""
        password: str = self.cleaned_data["password"]
        if not self.member.check_password(password):
            raise ValidationError(_("This is not your present password."), code="password")
        return password

    def clean(self) -> dict[str, Any] | None:
        """Who has no password must have signed in just now."""
        if "password" not in self.fields and not self._is_fresh():
            raise ValidationError(
                _("To be sure that it is you: please sign out, sign in again, and come back within five minutes."),
                code="stale",
            )
        return super().clean()

    def _is_fresh(self) -> bool:
        records = get_authentication_records(self.request, self.member)
        return bool(records) and time.time() - max(record["at"] for record in records) < FRESH
