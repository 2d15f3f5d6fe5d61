"""What a reader may ask of the lists of stories and regions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from home.models import Region, StoryPage
from home.services import stories

if TYPE_CHECKING:
    from wagtail.models import PageQuerySet

    from home.permissions import HasTokens


class StoryFilterForm(forms.Form):
    """Narrows the index of stories; each field left empty narrows nothing."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    format = forms.ChoiceField(label=_("Format"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data: Any, *, viewer: HasTokens) -> None:
        super().__init__(data)
        self.viewer = viewer
        choices = stories.filter_choices(viewer)
        self._offer("region", _("All regions"), choices.regions)
        self._offer("sector", _("All sectors"), choices.sectors)
        self._offer("format", _("All formats"), StoryPage.Format.choices)
        self._offer("year", _("All years"), choices.years)

    @property
    def is_filtered(self) -> bool:
        """Whether the reader narrowed the list."""
        return any(self.data.get(name) for name in self.fields)

    def stories(self) -> PageQuerySet:
        """Return the stories asked for; none when a value makes no sense, which the fields then say."""
        if not self.is_valid():
            return stories.stories(self.viewer).none()
        wanted = self.cleaned_data
        region = Region.objects.get(code=wanted["region"]) if wanted["region"] else None
        found = stories.stories(self.viewer, region=region)
        if wanted["sector"]:
            found = found.filter(sectors__slug=wanted["sector"])
        if wanted["format"]:
            found = found.filter(format=wanted["format"])
        if wanted["year"]:
            found = found.filter(date__year=int(wanted["year"]))
        return found

    def filters(self) -> dict[str, str]:
        """Return what each filter that is set and makes sense says, by its name."""
        return {
            name: str(dict(field.choices)[value])  # type: ignore[attr-defined]
            for name, field in self.fields.items()
            if (value := self.cleaned_data.get(name))
        }

    def _offer(self, name: str, every: Any, choices: Iterable[tuple[Any, Any]]) -> None:
        """Give a field its choices, with one that narrows nothing first."""
        offered = [("", every), *((str(value), label) for value, label in choices)]
        self.fields[name].choices = offered  # type: ignore[attr-defined]


class RegionFilterForm(forms.Form):
    """Finds regions of the gazetteer by name, code or kind."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Region.Kind.choices])
