"""Why a text was changed, and why an earlier one is hidden."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .services import LONGEST_NOTE


class NoteField(forms.CharField):
    """A word for the history, which nobody must give."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("What you changed, and why"))
        kwargs.setdefault("help_text", _("Stands in the history of the text."))
        super().__init__(required=False, max_length=LONGEST_NOTE, **kwargs)


class HideVersionForm(forms.Form):
    """The reason, which stays in the history of acts."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Stays in the history."))
