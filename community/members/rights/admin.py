"""Copies of data and deletions in the editing room: administrators see that there are some, never what is in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from outbox.wagtail_hooks import ReadOnly
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from .models import Erasure, Export


class RightsViewSet(ModelViewSet):
    """One table, to look at only."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    pk_path_converter = "int"
    ordering = ("-asked_at",)


class ErasureViewSet(RightsViewSet):
    """Accounts that end."""

    model = Erasure
    form_fields = ("user",)
    name = "member_erasures"
    url_prefix = "members/erasures"
    icon = "bin"
    menu_label = _("Deletions of accounts")
    list_display = ("user", "reason", "keeps", "asked_at", "due_at", "began_at", "done_at")
    list_filter = ("reason",)
    inspect_view_fields = ("user", "reason", "keeps", "asked_at", "due_at", "began_at", "done_at")


class ExportViewSet(RightsViewSet):
    """Copies of data; their files are their members' alone."""

    model = Export
    form_fields = ("user",)
    name = "member_exports"
    url_prefix = "members/exports"
    icon = "download"
    menu_label = _("Copies of data")
    list_display = ("user", "state", "asked_at", "expires_at", "size")
    list_filter = ("state",)
    inspect_view_fields = ("user", "state", "asked_at", "expires_at", "size")


class RightsViewSetGroup(ModelViewSetGroup):
    """Their entry in the menu."""

    items = (ErasureViewSet, ExportViewSet)
    menu_label = _("Rights over data")
    menu_icon = "lock"
    menu_order = 890


for watched in (Erasure, Export):
    register_permission_policy(watched, ReadOnly(watched))
