"""The form with which moderators act on a comment where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ..services.at_hand import LABELS, MEANWHILE, NEEDS_REASON
from .desk import reason_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

MISSING = _("Please write why: the author reads it.")


class AtHandForm(forms.Form):
    """What is to be done with it, of what can be, and why."""

    act = forms.ChoiceField(
        label=_("What is to be done"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is to be done."), "invalid_choice": MEANWHILE},
    )
    reason = reason_field()

    def __init__(self, data: QueryDict | None = None, *, acts: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["reason"].required = NEEDS_REASON.issuperset(acts)
        self.fields["reason"].error_messages["required"] = MISSING
        cast("forms.ChoiceField", self.fields["act"]).choices = [(name, LABELS[name]) for name in acts]

    def clean(self) -> dict[str, Any]:
        """Ask why where it is taken out of view."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("act") in NEEDS_REASON and not ("reason" in self.errors or cleaned["reason"]):
            self.add_error("reason", MISSING)
        return cleaned
