"""Comments in the editing room, and what is written in the log about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .admin import CommentViewSet

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    actions.register_action("comments.hide", _("Hide"), _("Comment hidden"))
    actions.register_action("comments.restore", _("Restore"), _("Comment restored"))
    actions.register_action("comments.delete", _("Delete"), _("Comment taken back by its author"))
    actions.register_action("comments.forget_visitor", _("Remove for a visitor"), _("Comment of a visitor removed"))
    actions.register_action("comments.state", _("Change the state"), _("State of the discussion changed"))


@hooks.register("register_admin_viewset")
def show_comments() -> CommentViewSet:
    """Put the comments into the menu."""
    return CommentViewSet()
