"""Forms of accounts and profiles; allauth's own, without texts inside the fields, and ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.account.utils import setup_user_email
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.fields import RegionField

from . import services
from .handles import LONGEST, clean_handle
from .models import LANGUAGES, ZONES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from .models import Profile, User


BETWEEN_WORDS = re.compile(r"(?<=\w)\.(?=\w)")
LINK = re.compile(r"://|\bwww\.", re.IGNORECASE)
WHOLE_ADDRESS = _("Please write the whole address, such as maria@example.org.")


class PlainFields:
    """Leave fields empty, since a text inside vanishes when it is needed; say in a sentence how a password must be."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = WHOLE_ADDRESS
        if "password1" in self.fields:
            self.fields["password1"].help_text = _("At least ten letters or numbers that others can't guess.")


class SignInForm(PlainFields, account.LoginForm):
    """Sign in by e-mail and password; the link for who forgot it stands below the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(PlainFields, account.ChangePasswordForm):
    """Change one's password, knowing the old one."""


class ForgottenPasswordForm(PlainFields, account.ResetPasswordForm):
    """Ask for a link to a new password."""


class NewPasswordForm(PlainFields, account.ResetPasswordKeyForm):
    """Choose a new password, coming from the mailed link."""


class SignUpForm(PlainFields, account.SignupForm):
    """Join: a name, a handle if one likes, an address and a password."""

    field_order = ("name", "email", "password1", "handle")

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
        """Make the account; when the same form arrives twice at once, the second is answered like the first."""
        try:
            return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def save(self, request: HttpRequest) -> User:
        """Make the account, its profile and its still unconfirmed address together."""
        data = self.cleaned_data
        with transaction.atomic():
            user = services.join(
                email=data["email"],
                password=data["password1"],
                name=data["name"],
                handle=data["handle"],
                language=get_language() or "id",
            )
            setup_user_email(request, user, [])
        return user


class ProfileForm(forms.Form):
    """What a member tells of themselves, and how the site speaks to them."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    handle = forms.CharField(
        label=_("Handle"),
        max_length=LONGEST + 1,
        help_text=_("Your address here. When you change it, the old one still leads to you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    bio = forms.CharField(
        label=_("About me"),
        max_length=2000,
        required=False,
        help_text=_("What you do, what you know, what you would like to do with others. Markdown works."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    region = RegionField(label=_("Home region"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, help_text=_("Of the mails we send you."))
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    is_listed = forms.BooleanField(
        label=_("Let others find me"),
        required=False,
        help_text=_("Your profile is then open to everyone, in the list of members and in the search."),
    )

    def __init__(self, data: QueryDict | None = None, *, profile: Profile) -> None:
        self.profile, user = profile, profile.user
        initial = {
            "name": user.name,
            "handle": profile.handle.text,
            "bio": profile.bio,
            "region": profile.region,
            "language": user.language,
            "zone": user.zone,
            "is_listed": profile.is_listed,
        }
        super().__init__(data, initial=initial)

    def clean_name(self) -> str:
        """Single spaces, at least one letter."""
        return clean_name(self.cleaned_data["name"])

    def clean_handle(self) -> str:
        """Free, or one's own already."""
        handle = clean_handle(self.cleaned_data["handle"])
        if message := services.taken(handle, owner=self.profile.user):
            raise ValidationError(message, code="taken")
        return handle


class MemberSearchForm(forms.Form):
    """Narrow the list of members by the beginning of a name and by region."""

    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    region = RegionField(label=_("Region"), required=False, help_text="")


def clean_name(text: str) -> str:
    """Give a name with single spaces, one after a dot too; raises `ValidationError` when nothing of it can be read."""
    # Mail programs make a link of words around a dot, and names stand in mails to others.
    text = BETWEEN_WORDS.sub(". ", "".join(sign for sign in text if sign.isprintable()))
    name = " ".join(text.split())
    if not any(sign.isalpha() for sign in name):
        raise ValidationError(_("Please write your name."), code="required")
    if LINK.search(name):  # names stand in mails, and strangers could send their links through ours
        raise ValidationError(_("Please write your name only, without an address of the web."), code="link")
    return name
