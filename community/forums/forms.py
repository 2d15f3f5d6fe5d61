"""What one fills in to start, answer and change topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.members.organisations.forms import offer_speaker
from community.writing.forms import BodyField, TitleField
from home.fields import RegionField
from home.models import Region, Sector

from .models import Category, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from community.members.permissions import Viewer

MAX_REGIONS = 5
MAX_SECTORS = 3


class PostForm(forms.Form):
    """The text of a post."""

    body = BodyField()


class ReplyForm(PostForm):
    """An answer, perhaps in the name of an organisation."""

    def __init__(self, data: QueryDict | None = None, *, viewer: Viewer, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        offer_speaker(self, viewer.user)


class SectorsField(forms.ModelMultipleChoiceField[Sector]):
    """Sectors to tick."""

    def __init__(self) -> None:
        super().__init__(Sector.objects.all(), label=_("Sectors"), required=False, widget=forms.CheckboxSelectMultiple)

    def clean(self, value: Any) -> QuerySet[Sector]:
        """Refuse what is no key; a number that no database holds would be an error there."""
        for key in value or ():
            if not (str(key).isascii() and str(key).isdecimal() and len(str(key)) < 10):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        sectors: QuerySet[Sector] = super().clean(value)
        return sectors


class TopicFactsForm(forms.Form):
    """What a topic is called and what it is about."""

    title = TitleField(help_text=_("A question or a subject, so that others see at once whether they can help."))
    regions = RegionField(max_regions=MAX_REGIONS, required=False)
    sectors = SectorsField()

    def clean_sectors(self) -> QuerySet[Sector]:
        """Few enough to say something."""
        sectors: QuerySet[Sector] = self.cleaned_data["sectors"]
        if len(sectors) > MAX_SECTORS:
            raise ValidationError(_("Choose at most three sectors."), code="too_many")
        return sectors


class FirstPostForm(TopicFactsForm, PostForm):
    """One's own topic with its first post."""

    field_order: tuple[str, ...] = ("title", "body", "regions", "sectors")


class TopicForm(FirstPostForm):
    """A new topic."""

    field_order = ("category", "title", "body", "regions", "sectors")

    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Category"),
        to_field_name="slug",
        empty_label=_("Please choose"),
        error_messages={"invalid_choice": _("Please choose one of these categories.")},
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Viewer, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        categories = Category.objects.visible_to(viewer)
        if not viewer.is_moderator:
            categories = categories.filter(audience_start__in=viewer.own_tokens)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]
        offer_speaker(self, viewer.user)

    @property
    def has_categories(self) -> bool:
        """Whether there is a category that the member may write in."""
        return bool(self.fields["category"].queryset)  # type: ignore[attr-defined]


class RegionFilterForm(forms.Form):
    """Narrow a list of topics to a region and everything below it."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Region"), required=False, to_field_name="code", empty_label=_("All regions")
    )

    def __init__(self, data: QueryDict, *, topics: QuerySet[Topic]) -> None:
        super().__init__(data)
        self.fields["region"].queryset = regions_of(topics)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Region | None:
        """The region asked for, if any."""
        return self.cleaned_data.get("region") if self.is_valid() else None


def regions_of(topics: QuerySet[Topic]) -> QuerySet[Region]:
    """Provinces, regencies and cities that topics are about, directly or through something below them."""
    links = Topic.regions.through.objects.filter(topic__in=topics)
    codes = links.values_list("region__code", flat=True).distinct()
    upper = {code[:length] for code in codes for length in (2, 5)}
    return Region.objects.with_pages().filter(code__in=upper).order_by("code")
