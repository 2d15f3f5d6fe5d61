"""Choosing the sectors one follows, and how closely one follows a thing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Sector

from ..models import User
from .kinds import SECTOR, Kind
from .levels import NAMES
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


class LevelForm(forms.Form):
    """The levels that a kind of things has; who sends none follows as is usual there."""

    level = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    def __init__(self, *args: object, kind: Kind, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["level"].choices = [(level, NAMES[level]) for level in kind.levels.meaning]  # type: ignore[attr-defined]
