"""Pictures in texts and cards of links in the editing room: administrators look at them, and remove what must go."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from outbox.wagtail_hooks import ReadOnly
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from .cards.models import LinkCard
from .uploads.models import Upload
from .uploads.services import remove_by_staff


class Removable(ReadOnly):
    """Administrators may look and remove; nobody adds or changes by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Allow looking and removing."""
        return super().user_has_permission(user, "view") and action in {"view", "delete"}


class RemoveUploadView(generic.DeleteView):
    """Removes a picture from both stores; the texts that show it stay."""

    def delete_action(self) -> None:
        """Let the service do it, which writes it in the log."""
        remove_by_staff(by=self.request.user, upload=self.object)


class TextsViewSet(ModelViewSet):
    """One table, to look at."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    pk_path_converter = "int"
    ordering = ("-created_at",)


class UploadViewSet(TextsViewSet):
    """Pictures that members put into their texts."""

    model = Upload
    form_fields = ("alt",)
    name = "texts_uploads"
    url_prefix = "texts/pictures"
    icon = "image"
    menu_label = _("Pictures in texts")
    list_display = ("name", "owner", "store", "size", "created_at", "used_at")
    list_filter = ("store",)
    inspect_view_fields = (
        # Without the alternative text, which may be a part of a private conversation.
        *("name", "owner", "acted_by", "store", "width", "height", "size", "created_at", "used_at"),
    )
    delete_view_class = RemoveUploadView


class LinkCardViewSet(TextsViewSet):
    """What pages elsewhere say of themselves; one that is removed leaves a plain link."""

    model = LinkCard
    form_fields = ("title",)
    name = "texts_cards"
    url_prefix = "texts/cards"
    icon = "link"
    menu_label = _("Cards of links")
    list_display = ("title", "url", "state", "attempts", "created_at", "fetched_at")
    list_filter = ("state",)
    inspect_view_fields = (
        *("url", "title", "description", "site_name", "state", "attempts", "problem", "created_at", "fetched_at"),
    )


class TextsViewSetGroup(ModelViewSetGroup):
    """Their entry in the menu."""

    items = (UploadViewSet, LinkCardViewSet)
    menu_label = _("Texts of members")
    menu_icon = "doc-full"
    menu_order = 880


def register_policies() -> None:
    """Say who may do what with them, for Wagtail's views to ask."""
    policies: list[Any] = [Upload, LinkCard]
    for model in policies:
        register_permission_policy(model, Removable(model))
