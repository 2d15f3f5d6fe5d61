"""Forms of accounts: allauth's own, without texts inside the fields, and ours."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import email_verification
from allauth.account.utils import has_verified_email, setup_user_email
from allauth.core.internal import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import proving, services
from .handles import LONGEST, clean_handle, looks_like_staff
from .models import Profile, User
from .permissions import Viewer, manages_members
from .rights import consents
from .rights.models import Consent

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

    from django.http import HttpRequest, HttpResponse


BETWEEN_WORDS = re.compile(r"(?<=\w)\.(?=\w)")
LINK = re.compile(r"://|\bwww\.", re.IGNORECASE)
WHOLE_ADDRESS = _("Please write the whole address, such as maria@example.org.")
LONGEST_ADDRESS = 254  # of mail (RFC 5321), and what the database keeps; Django's fields of forms take 320


class HeldBack(Exception):
    """The mail that makes a sign-up count can't be sent just now."""


class ShortEnough(MaxLengthValidator):
    """Measures an address as it is kept, in small letters: a few letters become two by that."""

    def clean(self, x: Sized) -> int:
        """Count its letters."""
        return len(str(x).lower())


class AddressField(forms.EmailField):
    """The address of somebody's mail."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(error_messages={"invalid": WHOLE_ADDRESS}, **kwargs)
        bound(self)


def bound(field: forms.EmailField) -> None:
    """Let a field take no address that is longer than can be kept."""
    field.max_length = LONGEST_ADDRESS
    field.widget.attrs["maxlength"] = LONGEST_ADDRESS
    others = [each for each in field.validators if not isinstance(each, MaxLengthValidator)]
    field.validators = [*others, ShortEnough(LONGEST_ADDRESS)]


class PlainFields:
    """Leave fields empty, since a text inside vanishes when it is needed; say in a sentence how a password must be."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.label = _("E-mail")
                field.error_messages["invalid"] = WHOLE_ADDRESS
                bound(field)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _("At least ten letters or numbers that others can't guess.")


class SignInForm(PlainFields, account.LoginForm):
    """Sign in by e-mail and password; the link for who forgot it stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        """Answer the right password of an unconfirmed address as a wrong one, and mail its link again.

        Else whoever signs up with an address, and then in, reads from the answer whether it has an account already.
        """
        cleaned: dict[str, Any] = super()._clean_with_password(credentials)
        if not has_verified_email(self.user, credentials["email"]):
            adapter = get_adapter(self.request)
            adapter.authentication_failed(self.request, **credentials)
            email_verification.send_verification_email_at_login(self.request, self._login)
            raise adapter.validation_error("email_password_mismatch")
        return cleaned


class ChangePasswordForm(PlainFields, account.ChangePasswordForm):
    """Change one's password, knowing the old one."""


class ForgottenPasswordForm(PlainFields, account.ResetPasswordForm):
    """Ask for a link to a new password."""


class NewPasswordForm(PlainFields, account.ResetPasswordKeyForm):
    """Choose a new password, coming from the mailed link; once, as when joining."""

    password2: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Choose a password")


class Agreeing(forms.Form):
    """Agree to the terms, whichever way one joins; the words link the pages that say them."""

    agrees = forms.BooleanField(
        error_messages={"required": _("Please agree to this first: without it we may not keep your data.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = consents.legal_pages(get_language() or "id")
        links = ((page.url, page.title) for page in pages)
        self.fields["agrees"].label = consents.wording(Consent.Kind.TERMS)
        self.fields["agrees"].help_text = format_html_join(" · ", '<a href="{}">{}</a>', links)


class SignUpForm(PlainFields, Agreeing, account.SignupForm):
    """Join: a name, a handle if one likes, an address and a password."""

    account_already_exists: bool
    field_order = ("name", "email", "password1", "handle", "agrees")

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As your neighbours know you; it stands beside all you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=LONGEST + 1,
        required=False,
        help_text=_("A short name for your address here, such as @maria. Left empty, we make one from your name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        """Single spaces, at least one letter."""
        return clean_name(self.cleaned_data["name"])

    def clean_handle(self) -> str:
        """Free, or none."""
        if not (text := self.cleaned_data["handle"].strip()):
            return ""
        handle = clean_handle(text)
        if message := services.taken(handle):
            raise ValidationError(message, code="taken")
        return handle

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or start one anew that nobody has proved to own; whatever is there, it reads alike."""
        if not self.account_already_exists:
            try:
                return super().try_save(request)
            except IntegrityError:  # the same form arrived twice at once
                self.account_already_exists = True
        try:
            if user := self._open(request, proving.start_anew):
                return user, None
            User().set_password(self.cleaned_data["password1"])  # takes the time that it takes where one is made
            self._let_mail_go(request)
        except HeldBack:  # by a mail of the same moment, whose link goes on to stand for the account as it was
            pass
        return super().try_save(request)

    def save(self, request: HttpRequest) -> User:
        """Make the account and its profile."""
        return cast("User", self._open(request, partial(services.join, is_proved=False)))

    def _open(self, request: HttpRequest, make: Callable[..., User | None]) -> User | None:
        """Have an account made of what was typed, with its still unconfirmed address, the consent and the mail.

        The mail belongs to it: links that were mailed before end with the row of the address. So of two sign-ups at
        once the second waits for the first, and one whose mail is held back replaces nothing (`HeldBack`).
        """
        data = self.cleaned_data
        with transaction.atomic():
            user = make(
                email=data["email"],
                password=data["password1"],
                name=data["name"],
                handle=data["handle"],
                language=get_language() or "id",
            )
            if user:
                setup_user_email(request, user, [])
                consents.record(user=user, kind=Consent.Kind.TERMS)
                self._let_mail_go(request)
                address = email_verification.get_address_for_user(user)
                sent = email_verification.send_verification_email_to_address(request, address, signup=True)
                if not sent and self.account_already_exists:
                    raise HeldBack
        return user

    def _let_mail_go(self, request: HttpRequest) -> None:
        """Lift the limit of mails for one: the door counts who signs up, and the newest gets a link of their own."""
        ratelimit.clear(request, app="allauth.account", action="confirm_email", key=self.cleaned_data["email"])


class OwnNames:
    """Clean the name and the handle of the member whose `profile` the form is about."""

    profile: Profile
    cleaned_data: dict[str, Any]

    def clean_name(self) -> str:
        """Single spaces, at least one letter; of an office only what one has, or who works in the editing room."""
        member, typed = self.profile.user, self.cleaned_data["name"]
        return clean_name(typed, is_staff=typed == member.name or Viewer(member).is_staff)

    def clean_handle(self) -> str:
        """Free, or one's own already."""
        own = self.profile.handle.text
        typed = self.cleaned_data["handle"].strip().removeprefix("@").lower()
        if typed == own:  # also one that could not be chosen today
            return own
        handle = clean_handle(typed, is_staff=manages_members(self.profile.user, self.profile))
        if message := services.taken(handle, owner=self.profile.user):
            raise ValidationError(message, code="taken")
        return handle


def clean_name(text: str, *, is_staff: bool = False) -> str:
    """Give a name with single spaces, one after a dot too; raises `ValidationError` when nothing of it can be read.

    Staff may have one that says so.
    """
    # Mail programs make a link of words around a dot, and names stand in mails to others.
    text = BETWEEN_WORDS.sub(". ", "".join(sign for sign in text if sign.isprintable()))
    name = " ".join(text.split())
    if not any(sign.isalpha() for sign in name):
        raise ValidationError(_("Please write your name."), code="required")
    if LINK.search(name):  # names stand in mails, and strangers could send their links through ours
        raise ValidationError(_("Please write your name only, without an address of the web."), code="link")
    if looks_like_staff("-".join(name.split())) and not is_staff:
        raise ValidationError(
            _("This name looks as if it spoke for the site. Please write your own."), code="looks_like_staff"
        )
    return name
