"""Choosing the sectors one follows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Sector

from ..models import User
from .kinds import SECTOR
from .services import watched_keys


class SectorsForm(forms.Form):
    """All sectors, those that are followed ticked."""

    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("New stories, events and topics about this sector, wherever they are from."),
    )

    def __init__(self, *args: object, member: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.known = {str(sector.pk): sector for sector in Sector.objects.all()}
        self.fields["sectors"].choices = [(key, sector.local_name) for key, sector in self.known.items()]  # type: ignore[attr-defined]
        self.fields["sectors"].initial = [str(key) for key in watched_keys(member, SECTOR)]

    def chosen(self) -> list[Sector]:
        """The ticked ones."""
        return [self.known[key] for key in self.cleaned_data["sectors"]]
