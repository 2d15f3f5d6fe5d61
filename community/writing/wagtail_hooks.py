"""Texts of members in the editing room, and what is written in the log about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from community.members.accounts.history import name_act

from .admin import TextsViewSetGroup, register_policies

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

register_policies()


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    name_act(actions, "writing.hide_version", _("Hide"), _("Earlier text hidden"))
    name_act(actions, "writing.show_version", _("Show"), _("Earlier text shown again"))
    name_act(actions, "writing.remove_upload", _("Remove"), _("Picture of a text removed"))


@hooks.register("register_admin_viewset")
def show_texts() -> TextsViewSetGroup:
    """Put them into the menu."""
    return TextsViewSetGroup()
