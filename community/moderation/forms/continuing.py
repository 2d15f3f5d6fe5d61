"""The form with which a comment goes on in the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forums.forms.writing import CategoryField
from community.forums.models import Category
from community.writing.services import LONGEST_TITLE

if TYPE_CHECKING:
    from django.http import QueryDict

    from community.members.permissions import Viewer


class ContinueForm(forms.Form):
    """Where it goes on, under which title, and what the moderator says to it."""

    category = CategoryField(empty_label=_("Please choose"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=_("What it is about, in your words"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: QueryDict | None = None, *, viewer: Viewer, title: str) -> None:
        super().__init__(data, initial={"title": title})
        self.fields["category"].queryset = Category.objects.startable_by(viewer).in_tree_order()  # type: ignore[attr-defined]
