"""What the lists of topics and posts in the editing room are narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from community.members.permissions import Viewer

from ..models import Category, Post, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def categories_of(request: HttpRequest | None) -> QuerySet[Category]:
    """Offer the categories whose topics the moderator may read: what others are called is told to nobody else."""
    return Category.objects.visible_to(Viewer(request.user)).in_tree_order() if request else Category.objects.none()


class StateFilterSet(WagtailFilterSet):
    """Which wait, which are hidden, which their authors took back."""

    held = django_filters.BooleanFilter(field_name="held_at", lookup_expr="isnull", exclude=True, label=_("waits"))
    hidden = django_filters.BooleanFilter(field_name="hidden_at", lookup_expr="isnull", exclude=True, label=_("hidden"))
    deleted = django_filters.BooleanFilter(
        field_name="deleted_at", lookup_expr="isnull", exclude=True, label=_("deleted")
    )


class TopicFilterSet(StateFilterSet):
    """The same for topics, and by category and kind."""

    category = django_filters.ModelChoiceFilter(queryset=categories_of)

    class Meta:
        model = Topic
        fields = ("category", "kind")


class PostFilterSet(StateFilterSet):
    """The same for posts."""

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()
