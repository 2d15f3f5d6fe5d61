"""The search in the editing room: what Elasticsearch refused and why, and which indexes there are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from outbox.wagtail_hooks import ReadOnly
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from .indexing.client import is_used
from .models import Refusal, SearchIndex


class RefusalViewSet(ModelViewSet):
    """Entries that were refused; they are sent again when their thing changes, and by `rebuild_search`."""

    model = Refusal
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ("reason",)
    name = "search_refusals"
    url_prefix = "search/refusals"
    icon = "warning"
    menu_label = _("Refused entries")
    list_display = ("entry", "reason", "refused_at")
    ordering = ("-refused_at",)


class SearchIndexViewSet(ModelViewSet):
    """The indexes, and how far one is built."""

    model = SearchIndex
    add_to_reference_index = False
    copy_view_enabled = False
    pk_path_converter = "int"
    form_fields = ("name",)
    name = "search_indexes"
    url_prefix = "search/indexes"
    icon = "list-ul"
    menu_label = _("Indexes")
    list_display = ("name", "state", "made_at")
    ordering = ("-made_at",)


class SearchViewSetGroup(ModelViewSetGroup):
    """Their entry in the menu of administrators, where there is an Elasticsearch."""

    items = (RefusalViewSet, SearchIndexViewSet)
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 910

    def register_menu_item(self) -> None:
        """Show it only where it has something to tell."""
        if is_used():
            super().register_menu_item()


for watched in (Refusal, SearchIndex):
    register_permission_policy(watched, ReadOnly(watched))


@hooks.register("register_admin_viewset")
def register_search() -> SearchViewSetGroup:
    """Show the search."""
    return SearchViewSetGroup()
