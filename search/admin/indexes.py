"""Elasticsearch in the editing room: what it refused and why, and which indexes there are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from ..indexing.client import is_used
from ..models import Refusal, SearchIndex


class IndexingViewSet(ModelViewSet):
    """What is in the menu only where there is an Elasticsearch to tell of."""

    add_to_reference_index = False
    copy_view_enabled = False

    @cached_property
    def menu_item_class(self) -> Any:
        """Hide the line where there is none."""
        line = super().menu_item_class

        class WhereUsed(line):  # type: ignore[misc, valid-type]
            def is_shown(self, request: HttpRequest) -> bool:
                return is_used() and super().is_shown(request)

        return WhereUsed


class RefusalViewSet(IndexingViewSet):
    """Entries that were refused; they are sent again when their thing changes, and by `rebuild_search`."""

    model = Refusal
    form_fields = ("reason",)
    name = "search_refusals"
    url_prefix = "search/refusals"
    icon = "warning"
    menu_label = _("Refused entries")
    list_display = ("entry", "reason", "refused_at")
    ordering = ("-refused_at",)


class SearchIndexViewSet(IndexingViewSet):
    """The indexes, and what the nightly comparison had to repair in them."""

    model = SearchIndex
    pk_path_converter = "int"
    form_fields = ("name",)
    name = "search_indexes"
    url_prefix = "search/indexes"
    icon = "list-ul"
    menu_label = _("Indexes")
    list_display = ("name", "state", "waiting", "made_at", "compared_at", "repaired")
    ordering = ("-made_at",)
