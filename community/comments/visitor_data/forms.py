"""The form that asks for the address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.forms import WHOLE_ADDRESS


class AddressForm(forms.Form):
    """With which address one wrote."""

    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={"invalid": WHOLE_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
