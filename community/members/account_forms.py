"""Forms of accounts beside sign-up and password: codes, second factors, another address, accounts from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.account.fields import PasswordField
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa import app_settings as mfa
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from allauth.mfa.webauthn import forms as passkey
from allauth.socialaccount import forms as social
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import entrance, services
from .forms import AddressField, Agreeing, PlainFields, SignUpForm
from .rights import consents
from .rights.models import Consent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from .models import User

LONGEST_NAME = 60  # of a passkey


class AddressForm(forms.Form):
    """Ask for another address."""

    email = AddressField(label=_("New e-mail address"))

    def __init__(self, data: QueryDict | None = None, *, member: User) -> None:
        self.member = member
        super().__init__(data)

    def clean_email(self) -> str:
        """Another one than now, in small letters."""
        email: str = self.cleaned_data["email"].lower()
        if email == (self.member.email or "").lower():
            raise ValidationError(_("This is your address already."), code="same")
        return email


class ConfirmForm(PlainFields, forms.Form):
    """Confirm an address in another browser than the one that signed up: with the password that was chosen there."""

    password = PasswordField(label=_("Password that you chose when joining"), autocomplete="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """The one that the account has now; what is wrong counts as at sign-in."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            entrance.count_failure(self.user.email or "")
            raise ValidationError(
                _(
                    "This is not the password with which somebody joined last under this address. "
                    "If it was not you, or you don’t know it any more, set your own below."
                ),
                code="incorrect_password",
            )
        return password


class SetPasswordForm(PlainFields, account.SetPasswordForm):
    """Choose a password, having none yet."""


class PasswordAgainForm(PlainFields, account.ReauthenticateForm):
    """Type one's password again before something weighty."""


class AskForCodeForm(PlainFields, account.RequestLoginCodeForm):
    """Ask for a code by mail instead of a password."""


class CodeField(PlainFields):
    """Name the code by where it comes from."""

    label: Any = _("Code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = self.label
        field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class MailedCodeForm(CodeField, account.ConfirmLoginCodeForm):
    """Type the code from the mail."""

    label = _("Code from the mail")


class UsedCode(CodeField):
    """Take a code of the app for used as long as its clock may show it: allauth forgets it after half a minute."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        """Let nobody who looked on sign in by the same code; allauth has just refused it if it was used."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            _use_up(self.authenticator.user, code)
        return code


class SecondFactorForm(UsedCode, factor.AuthenticateForm):
    """Show the second factor when signing in."""

    label = _("Code from the app, or a recovery code")


class SecondFactorAgainForm(UsedCode, factor.ReauthenticateForm):
    """Show the second factor once more."""

    label = _("Code from the app, or a recovery code")


class ActivateAppForm(CodeField, app.ActivateTOTPForm):
    """Prove that the app counts the same codes; the key stays until then, however often the page is loaded."""

    label = _("Code that the app shows now")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        begun = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if begun:  # allauth makes a new one whenever the page is opened, and the app has the old one already
            self.secret = session[SECRET_SESSION_KEY] = begun

    def clean_code(self) -> str:
        """Take the code for used: signing in asks for the next one."""
        code: str = super().clean_code()
        _use_up(self.user, code)
        return code


class AddPasskeyForm(PlainFields, passkey.AddWebAuthnForm):
    """Keep a passkey; unless one wishes otherwise, it signs in alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_passkey(self.fields["name"])
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("Sign in with this passkey alone, without a password")
        alone.help_text = _("Leave it out for a key that is only a second step after the password.")


class RenamePasskeyForm(PlainFields, passkey.EditWebAuthnForm):
    """Name a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_passkey(self.fields["name"])


class SocialSignUpForm(PlainFields, Agreeing, social.SignupForm):
    """Join with an account from elsewhere: a name, a handle if one likes, an address; no password is needed."""

    field_order = ("name", "email", "handle", "agrees")
    name = SignUpForm.base_fields["name"]
    handle = SignUpForm.base_fields["handle"]
    clean_name = SignUpForm.clean_name
    clean_handle = SignUpForm.clean_handle

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account; when its address is taken at the same moment, answer as if it had been before."""
        try:
            return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def save(self, request: HttpRequest) -> User:
        """Make the account and its profile, connected; the address counts as confirmed only if the provider says so."""
        data, login = self.cleaned_data, self.sociallogin
        email = data["email"].lower()
        addresses = [
            EmailAddress(email=email, verified=True)
            for told in login.email_addresses
            if told.verified and told.email.lower() == email
        ]
        with transaction.atomic():
            user = services.join(
                email=data["email"],
                password=None,
                name=data["name"],
                handle=data["handle"],
                language=get_language() or "id",
                is_proved=bool(addresses),
            )
            login.user, login.email_addresses = user, addresses
            login.save(request)
            consents.record(user=user, kind=Consent.Kind.TERMS)
        return user


def _use_up(user: Any, code: str) -> None:
    """Keep a code as used until no clock within the tolerance shows it any more."""
    used = TOTP(Authenticator(user=user))._get_used_cache_key(code)
    cache.set(used, "y", timeout=(2 * mfa.TOTP_TOLERANCE + 1) * mfa.TOTP_PERIOD)


def _name_passkey(field: forms.Field) -> None:
    field.label = _("Name of the passkey")
    field.help_text = _("So that you know it again, such as “My telephone”.")
    field.widget.attrs["maxlength"] = LONGEST_NAME
    field.validators.append(MaxLengthValidator(LONGEST_NAME))
