"""The form of which mails one gets."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MailsForm(forms.Form):
    """A tick for each reason for which a mail may come."""

    mention = forms.BooleanField(label=_("Somebody mentions me"), required=False)
    quote = forms.BooleanField(label=_("Somebody quotes what I wrote"), required=False)
    reply = forms.BooleanField(
        label=_("Somebody replies in a topic that I started, answers my comment, or writes to me in private"),
        required=False,
    )
    reminder = forms.BooleanField(label=_("A reminder that I asked for is due"), required=False)
