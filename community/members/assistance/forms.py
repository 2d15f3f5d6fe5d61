"""What is filled in: by mentors about the people they accompany, by these when they take their account over."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.fields import RegionField

from ..forms import AddressField, Agreeing, PlainFields, clean_name
from ..profile_forms import ProfileForm
from .third_person import headings, speak_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

    from .models import Assistance, ClaimCode

OLDEST = 31  # days since the person agreed
PHONE = re.compile(r"^\+?[0-9][0-9 ()/.-]{5,28}$")


class PhoneField(forms.CharField):
    """A telephone number, as people write it; may be left empty."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Telephone"),
            max_length=30,
            required=False,
            help_text=_("Only you, the person and the administrators see it. Leave it empty if there is none."),
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        )

    def clean(self, value: Any) -> str:
        """Digits, with the signs that stand between them."""
        phone = " ".join(str(super().clean(value)).split())
        if phone and not PHONE.match(phone):
            raise ValidationError(_("Please write the number with digits, such as 0812 3456 7890."), code="phone")
        return phone


class RegisterForm(forms.Form):
    """A person who agreed: who they are, and when, where and in which words they agreed."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As the neighbours know the person; it stands beside all you write for them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    region = RegionField(label=_("Where the person lives"))
    phone = PhoneField()
    language = forms.ChoiceField(label=_("Language of the words above that were read"), choices=settings.LANGUAGES)
    consent_on = forms.DateField(
        label=_("Day on which the person agreed"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    consent_place = forms.CharField(
        label=_("Place where the person agreed"),
        max_length=120,
        help_text=_("Such as: at home in Ohoi Ngilngof, or in the village office."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agreed = forms.BooleanField(
        label=_("I read these words out, or the person read them; they agreed, by word or by signature."),
        error_messages={"required": _("Without the person's agreement we may keep nothing of them.")},
    )
    is_another = forms.BooleanField(label=_("I have made sure: this is another person."), required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"consent_on": timezone.localdate(), "language": "id"})
        if data is None or "is_another" not in data:
            del self.fields["is_another"]

    def ask_whether_another(self, error: ValidationError) -> None:
        """Show the box by which one says that a namesake is somebody else."""
        self.fields["is_another"] = self.base_fields["is_another"]
        self.add_error("is_another", error)

    def clean_name(self) -> str:
        """Single spaces, at least one letter."""
        return clean_name(self.cleaned_data["name"])

    def clean_consent_on(self) -> date:
        """Today or lately."""
        day: date = self.cleaned_data["consent_on"]
        age = (timezone.localdate() - day).days
        if age < 0:
            raise ValidationError(_("This day is still to come."), code="future")
        if age > OLDEST:
            raise ValidationError(
                _("This is more than a month ago. Please read the words out once more, and write today's date."),
                code="old",
            )
        return day

    def facts(self) -> dict[str, Any]:
        """What `register` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}


class AssistedProfileForm(ProfileForm):
    """The profile of a person whom one accompanies: without what only they decide, with their telephone number."""

    def __init__(self, data: QueryDict | None = None, *, assistance: Assistance) -> None:
        super().__init__(data, profile=assistance.person.profile)
        for name in ("handle", "is_listed"):
            del self.fields[name]
        self.fields["phone"] = PhoneField()
        self.initial["phone"] = assistance.phone
        speak_of(self, assistance.person.name)

    def sections(self) -> Iterator[tuple[Any, list[tuple[forms.BoundField, forms.BoundField | None]]]]:
        """Give the same, under headings about the person."""
        return ((heading, parts) for heading, (_own, parts) in zip(headings(), super().sections(), strict=True))


class ReasonForm(forms.Form):
    """Why something is done about another's account."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It stays in the history, so please write no more about the person than is needed."),
        error_messages={"required": _("Please write why.")},
    )


class ErasureForForm(ReasonForm):
    """Whether what was written stays, and that the person wishes it."""

    field_order = ("keeps", "reason", "asked")

    keeps = forms.TypedChoiceField(
        label=_("What was written"),
        choices=[
            ("yes", _("It stays, under “Former member” and without a link to the person")),
            ("no", _("It is deleted too; where others have answered, a mark says that something stood there")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    asked = forms.BooleanField(
        label=_("The person told me that they want this"),
        error_messages={"required": _("Only the person decides this. Please ask them first.")},
    )


class ClaimForm(PlainFields, forms.Form):
    """The code from the paper, and an address of one's own."""

    code = forms.CharField(
        label=_("Code from the paper"),
        max_length=40,
        help_text=_("Small or capital letters, with dashes or without."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": 16}
        ),
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it. It is shown to nobody. We send a mail there that goes on."),
    )


class ClaimPasswordForm(PlainFields, Agreeing, forms.Form):
    """A password, and one's own agreement to the terms."""

    password1 = forms.CharField(
        label=_("Choose a password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    field_order = ("password1", "agrees")

    def __init__(self, data: QueryDict | None = None, *, code: ClaimCode) -> None:
        self.code = code
        super().__init__(data)

    def clean_password1(self) -> str:
        """As good as at sign-up."""
        password: str = self.cleaned_data["password1"]
        get_adapter().clean_password(password, user=self.code.person)
        return password
