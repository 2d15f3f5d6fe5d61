"""Blocked words and sites in the editing room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from .models import BlockedTerm

if TYPE_CHECKING:
    from typing import ClassVar


class BlockedTermViewSet(ModelViewSet):
    """The list in the menu of settings."""

    model = BlockedTerm
    name = "blocked_terms"
    url_prefix = "moderation/blocked"
    icon = "no-view"
    menu_label = _("Blocked words")
    add_to_settings_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    list_display = ("text", "kind", "note", "created_at")
    list_filter = ("kind",)
    search_fields = ("text", "note")
    panels: ClassVar = [FieldPanel("kind"), FieldPanel("text"), FieldPanel("note")]
