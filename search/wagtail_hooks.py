"""The search in the editing room: documents that could not be read, what Elasticsearch refused, its indexes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from outbox.wagtail_hooks import ReadOnly
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from .indexing.client import is_used
from .models import DocumentText, Refusal, SearchIndex


class UnreadView(IndexView):
    """Leaves out the documents that could be read."""

    def get_base_queryset(self) -> QuerySet[DocumentText]:
        """Take those with a problem, with their documents."""
        unread: QuerySet[DocumentText] = super().get_base_queryset().exclude(problem="")
        return unread.select_related("document").defer("text")


class UnreadViewSet(ModelViewSet):
    """Documents that could not be read, and why; each is tried again when its file is replaced."""

    model = DocumentText
    index_view_class = UnreadView
    add_to_reference_index = False
    copy_view_enabled = False
    pk_path_converter = "int"
    form_fields = ("problem",)
    name = "search_unread"
    url_prefix = "search/unread"
    icon = "doc-full-inverse"
    menu_label = _("Unread documents")
    list_display = ("document", "problem", "read_at")
    ordering = ("-read_at",)


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
    """Their entry in the menu of administrators."""

    items = (UnreadViewSet, RefusalViewSet, SearchIndexViewSet)
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 910

    def get_submenu_items(self) -> list[MenuItem]:
        """Leave out what is about Elasticsearch where there is none."""
        about_elasticsearch = (RefusalViewSet, SearchIndexViewSet)
        shown = [each for each in self.registerables if is_used() or not isinstance(each, about_elasticsearch)]
        return [each.get_menu_item(order=order) for order, each in enumerate(shown, 1)]


for watched in (DocumentText, Refusal, SearchIndex):
    register_permission_policy(watched, ReadOnly(watched))


@hooks.register("register_admin_viewset")
def register_search() -> SearchViewSetGroup:
    """Show the search."""
    return SearchViewSetGroup()
