"""Comments in the editing room, and what is written in the log about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from community.members.accounts.history import name_act

from .admin import CommentViewSet

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    name_act(actions, "comments.hide", _("Hide"), _("Comment hidden"))
    name_act(actions, "comments.restore", _("Restore"), _("Comment restored"))
    name_act(actions, "comments.delete", _("Delete"), _("Comment taken back by its author"))
    name_act(actions, "comments.forget_visitor", _("Remove for a visitor"), _("Comment of a visitor removed"))
    name_act(actions, "comments.state", _("Change the state"), _("State of the discussion changed"))


@hooks.register("register_admin_viewset")
def show_comments() -> CommentViewSet:
    """Put the comments into the menu."""
    return CommentViewSet()
