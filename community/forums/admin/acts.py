"""What moderators did, in the editing room: of what is theirs to look after, for moderators of regions, too.

Who moderates a category alone doesn't come here; they read the same on a page of the forum: `views.acts_log`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from community.members.accounts.history import actor_of
from community.members.permissions import Viewer

from ..models import Topic
from ..permissions import ModerationPolicy
from ..services.acts_log import acts_for, write_changes

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern

NAMES = {"topic": "forum_topics", "post": "forum_posts", "poll": "forum_polls"}
POLICY = ModerationPolicy(Topic)


def named() -> list[tuple[str, Any]]:
    """Name the acts of the forum, to choose from."""
    return [(act, label) for act, label in registry.get_choices() if act.startswith("forums.")]


def address_of(entry: ModelLogEntry) -> str:
    """Lead to the history of the thing."""
    name = NAMES.get(entry.content_type.model if entry.content_type else "")
    return reverse(f"{name}:history", args=[entry.object_id]) if name else ""


class ActFilterSet(WagtailFilterSet):
    """Which act it was, and who did it."""

    action = django_filters.ChoiceFilter(label=_("Act"), choices=named)
    user = django_filters.CharFilter(label=_("Who"), field_name="user__name", lookup_expr="icontains")

    class Meta:
        model = ModelLogEntry
        fields: tuple[str, ...] = ()


class ActsView(PermissionCheckedMixin, BaseListingView):
    """The latest acts first."""

    any_permission_required = ("view",)
    permission_policy = POLICY
    page_title = _("Acts of moderators")
    header_icon = "history"
    paginate_by = 50
    filterset_class = ActFilterSet
    index_url_name = "forum_acts:index"
    index_results_url_name = "forum_acts:index_results"
    _show_breadcrumbs = True
    columns = (
        TitleColumn("message", label=_("Act"), get_url=address_of),
        Column("label", label=_("What it was about")),
        Column("changes", label=_("Before and after"), accessor="changes"),
        Column("user", label=_("Who"), accessor=actor_of),
        DateColumn("timestamp", label=_("Date")),
    )

    def get_queryset(self) -> QuerySet[ModelLogEntry]:
        """Take those that are theirs, as narrowed."""
        return self.filter_queryset(acts_for(Viewer(self.request.user))).order_by("-timestamp", "-pk")

    def paginate_queryset(self, queryset: QuerySet[ModelLogEntry], page_size: int) -> Any:
        """Say what the acts of the page changed."""
        paginator, page, _entries, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = list(page.object_list)
        write_changes(page.object_list, Viewer(self.request.user))
        return paginator, page, page.object_list, is_paginated


class ActsMenuItem(MenuItem):
    """Its line in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who moderates anything."""
        return POLICY.user_has_permission(request.user, "view")  # type: ignore[arg-type]


class ActsViewSet(ViewSet):
    """The list with its address."""

    name = "forum_acts"
    url_prefix = "forum/acts"
    icon = "history"
    menu_label = _("Acts")
    menu_item_class = ActsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """The page, and its rows alone where a filter changes."""
        return [
            path("", self.construct_view(ActsView), name="index"),
            path("results/", self.construct_view(ActsView, results_only=True), name="index_results"),
        ]
