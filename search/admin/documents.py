"""Documents in the editing room whose words could not be read."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import DocumentText


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
