"""Categories in the editing room: where they are made, named and put in order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from community.members.permissions import EVERYONE, MEMBERS

from ..models import Category
from ..signals import category_changed

ICONS = settings.ROOT / "site" / "templates" / "icons"


def audiences() -> list[tuple[str, Any]]:
    """List whom a category can be for, as tokens."""
    groups = [(f"group:{group.pk}", group.name) for group in Group.objects.order_by("name")]
    return [(EVERYONE, _("Everyone")), (MEMBERS, _("Members")), *groups]


def starters() -> list[tuple[str, Any]]:
    """List who can be let to start topics: visitors can't."""
    return audiences()[1:]


def icons() -> list[tuple[str, str]]:
    """List the drawings that a category may have."""
    return [(name, name) for name in sorted(path.stem for path in ICONS.glob("*.svg"))]


class CategoryForm(forms.ModelForm[Category]):
    """A category: its names, who reads and who starts topics there."""

    icon = forms.ChoiceField(label=_("Icon"), choices=icons)
    audience_see = forms.ChoiceField(label=_("Who may read"), choices=audiences, initial=EVERYONE)
    audience_start = forms.ChoiceField(label=_("Who may start topics"), choices=starters, initial=MEMBERS)

    class Meta:
        model = Category
        fields = (
            *("name", "name_en", "slug", "description", "description_en", "icon", "order"),
            *("audience_see", "audience_start"),
        )


class AnnouncingMixin:
    """Saves a category and announces it in one transaction."""

    @transaction.atomic
    def save_instance(self) -> Category:
        """Save and announce."""
        category: Category = super().save_instance()  # type: ignore[misc]
        category_changed.send(sender=Category, category=category)
        return category


class CategoryCreateView(AnnouncingMixin, generic.CreateView):
    """A new category."""


class CategoryEditView(AnnouncingMixin, generic.EditView):
    """An existing category."""


class CategoryViewSet(ModelViewSet):
    """The categories, in their order."""

    model = Category
    name = "forum_categories"
    url_prefix = "forum/categories"
    icon = "folder-open-1"
    menu_label = _("Categories")
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    list_display = ("name", "order", "topic_count", "post_count")
    search_fields = ("name", "name_en")
    add_view_class = CategoryCreateView
    edit_view_class = CategoryEditView

    def get_form_class(self, for_update: bool = False) -> type[CategoryForm]:
        """Offer audiences by name."""
        return CategoryForm
