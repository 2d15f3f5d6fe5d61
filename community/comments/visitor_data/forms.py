"""The form that asks for the address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.forms import AddressField


class AddressForm(forms.Form):
    """With which address one wrote."""

    email = AddressField(label=_("E-mail"))
