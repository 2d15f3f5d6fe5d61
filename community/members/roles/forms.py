"""The form in which a mentor gives their word."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class VouchForm(forms.Form):
    """Why the member would make a good mentor."""

    reason = forms.CharField(
        label=_("Why would they make a good mentor?"),
        help_text=_("What have you seen them do? The administrators read it."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write in a sentence or two why.")},
    )
