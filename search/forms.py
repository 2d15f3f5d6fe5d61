"""The form of a saved search."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.models import LANGUAGES

from .models import SavedSearch
from .saving import LONGEST_NAME


class SavedSearchForm(forms.Form):
    """How a saved search is called, and when it sends mails."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("So that you recognise it in your list and in the mails. Left empty, we name it after its words."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    rhythm = forms.ChoiceField(
        label=_("Mails about new matches"),
        choices=SavedSearch.Rhythm.choices,
        initial=SavedSearch.Rhythm.NIGHTLY,
        help_text=_("Only when there is something new; each mail has a link that stops them."),
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, help_text=_("Of the mails we send you."))
