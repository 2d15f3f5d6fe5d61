"""The form with which a comment goes on in the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from community.comments.kinds import reach_of
from community.forums.forms.writing import CategoryField
from community.writing.services import LONGEST_TITLE
from home.permissions import TO_EVERYBODY

from ..services.continuing import FOR_MEMBERS, categories_for

if TYPE_CHECKING:
    from django.http import QueryDict

    from community.comments.kinds import Place
    from community.members.permissions import Viewer


class ContinueForm(forms.Form):
    """Where it goes on, under which title, and what the moderator says to it."""

    category = CategoryField(empty_label=_("Please choose"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=_("What it is about, in your words"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Viewer, place: Place) -> None:
        super().__init__(data, initial={"title": place.title})
        category = cast("CategoryField", self.fields["category"])
        category.queryset = categories_for(viewer, place).in_tree_order()
        if reach_of(place) != TO_EVERYBODY:
            category.help_text = category.error_messages["invalid_choice"] = FOR_MEMBERS
