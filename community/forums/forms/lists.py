"""What one may ask of a list of topics, read from its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from home.services.named import regions_by_code, sectors_by_slug

from ..models.site_settings import forum_settings
from ..models.top import Period
from ..services.known_tags import known_tags
from ..services.lists import Narrowing
from ..services.tabs import Tab, tab_called

if TYPE_CHECKING:
    from django.http import QueryDict

    from community.members.permissions import Viewer
    from home.models import Region, Sector, Tag

    from ..models import Category
    from ..services.choices import Choices


class ChosenField(forms.CharField):
    """One of those in a list, or one that comes by a link; a list says nothing of how long a value is."""

    widget = forms.Select

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out what no list of choices has."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class TopicListForm(forms.Form):
    """Which list, of which time, narrowed to a region and all below it, a sector and a tag; anything unknown is wrong.

    A region, and a tag, may also be ones that the choices don't name: they come by links.
    """

    tab = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    period = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    region = ChosenField(label=_("Region"), required=False, max_length=20)
    sector = ChosenField(label=_("Sector"), required=False, max_length=80)
    tag = ChosenField(label=_("Tag"), required=False, max_length=100)

    def __init__(self, data: QueryDict, *, choices: Choices, viewer: Viewer, has_tag: bool = True) -> None:
        super().__init__(data)
        self.viewer = viewer
        if not has_tag:  # it is the page of one
            del self.fields["tag"]
        self._offer("region", _("All regions"), choices.regions)
        self._offer("sector", _("All sectors"), choices.sectors)
        self._offer("tag", _("All tags"), choices.tags)

    def clean_tab(self) -> Tab:
        """Find the list; the first one, if none is named."""
        tab = tab_called(self.cleaned_data["tab"])
        if tab is None:
            raise ValidationError("tab")
        return tab

    def clean_period(self) -> str:
        """Take the period of the settings, if none is named."""
        period: str = self.cleaned_data["period"] or forum_settings().top_period
        if period not in Period.values:
            raise ValidationError("period")
        return period

    def clean_region(self) -> Region | None:
        """Find the region by its code."""
        return self._found("region", regions_by_code, lambda region: region.full_name)

    def clean_sector(self) -> Sector | None:
        """Find the sector by its slug."""
        return self._found("sector", lambda _slugs: sectors_by_slug(), lambda sector: sector.local_name)

    def clean_tag(self) -> Tag | None:
        """Find the tag by its slug; a synonym leads to its tag."""
        return self._found("tag", self._tags_by_slug, lambda tag: tag.local_name)

    def narrowing(self, categories: tuple[Category, ...] = (), tag: Tag | None = None) -> Narrowing:
        """Put together what the list is narrowed to."""
        found = self.cleaned_data
        return Narrowing(categories, found["region"], found["sector"], tag or found.get("tag"))

    def _offer(self, name: str, every: Any, choices: list[tuple[str, str]]) -> None:
        if name in self.fields:
            self.fields[name].widget.choices = [("", every), *choices]

    def _found(self, name: str, find: Any, label: Any) -> Any:
        """Find what an address names, and offer it beside the others where it isn't among them."""
        value: str = self.cleaned_data[name]
        if not value:
            return None
        found = find([value]).get(value)
        if found is None:
            raise ValidationError(name)
        offered = self.fields[name].widget.choices
        if value not in dict(offered):
            self.fields[name].widget.choices = [*offered, (value, label(found))]
        return found

    def _tags_by_slug(self, slugs: list[str]) -> dict[str, Tag]:
        return {slug: tag.synonym_of or tag for slug, tag in known_tags(slugs, self.viewer).items()}
