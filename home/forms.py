"""What a reader may ask of the lists of stories and regions."""

from __future__ import annotations

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

    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Region"), required=False, to_field_name="code", empty_label=_("All regions")
    )
    sector = forms.ModelChoiceField(
        stories.sectors(), label=_("Sector"), required=False, to_field_name="slug", empty_label=_("All sectors")
    )
    format = forms.ChoiceField(label=_("Format"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, viewer: HasTokens) -> None:
        super().__init__(data)
        self.viewer = viewer
        self.fields["region"].queryset = stories.regions_with_stories(viewer)  # type: ignore[attr-defined]
        self.fields["format"].choices = [("", _("All formats")), *StoryPage.Format.choices]  # type: ignore[attr-defined]
        years = stories.years_of(stories.stories(viewer))
        self.fields["year"].choices = [("", _("All years")), *((year, year) for year in years)]  # type: ignore[attr-defined]

    @property
    def is_filtered(self) -> bool:
        """Whether the reader narrowed the list."""
        return any(self.data.get(name) for name in self.fields)

    def stories(self) -> PageQuerySet:
        """Return the stories asked for; none when a value makes no sense, which the fields then say."""
        if not self.is_valid():
            return stories.stories(self.viewer).none()
        wanted = self.cleaned_data
        found = stories.stories(self.viewer, region=wanted["region"])
        if wanted["sector"]:
            found = found.filter(sectors=wanted["sector"])
        if wanted["format"]:
            found = found.filter(format=wanted["format"])
        if wanted["year"]:
            found = found.filter(date__year=wanted["year"])
        return found


class RegionFilterForm(forms.Form):
    """Finds regions of the gazetteer by name, code or kind."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Region.Kind.choices])
