"""Reporting something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.members.forms import AddressField

from ..models import LONGEST_WORDS, Reason
from ..services.reports import clean_words
from .lines import LinesField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from community.members.models import User

    from ..kinds import Kind

SALT = "community.moderation.said"


class ReportForm(forms.Form):
    """Why somebody reports something; a visitor may leave an address to be answered."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason.")},
    )
    words = LinesField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for “against the law” and “something else”. Only moderators read it."),
    )
    email = AddressField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("If you want to hear what became of it. Then it is deleted."),
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": -1})
    )
    # What the text said when the form was opened: its author may change it before it is sent.
    said = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, reporter: User | AnonymousUser, kind: Kind, thing: Any
    ) -> None:
        self.about = [kind.name, thing.pk]
        super().__init__(data, initial={"said": signing.dumps([*self.about, kind.said(thing)], salt=SALT)})
        if reporter.is_authenticated:
            del self.fields["email"], self.fields["website"]

    def clean_said(self) -> str:
        """Give the mark of what it said (`Kind.said`), or nothing where this is none of this text."""
        try:
            *about, said = signing.loads(self.cleaned_data["said"], salt=SALT)
        except signing.BadSignature:
            return ""
        return str(said) if about == self.about else ""

    def clean(self) -> dict[str, Any]:
        """Ask for words where they are needed, and refuse what fills in what nobody sees."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("website"):
            raise ValidationError(_("This could not be sent. Please reload the page and try again."), code="honeypot")
        if "reason" in cleaned and "words" in cleaned:
            clean_words(cleaned["reason"], cleaned.get("words", ""))
        return cleaned
