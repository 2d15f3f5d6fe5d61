"""The forum in the editing room, and what is written in the log about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from community.members.accounts.history import name_act

from .admin import ForumViewSetGroup
from .models import Post, Topic
from .permissions import ModerationPolicy

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


register_permission_policy(Topic, ModerationPolicy(Topic))
register_permission_policy(Post, ModerationPolicy(Post))


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    name_act(actions, "forums.hide", _("Hide"), _("Hidden"))
    name_act(actions, "forums.restore", _("Restore"), _("Restored"))
    name_act(actions, "forums.lock", _("Close"), _("Closed"))
    name_act(actions, "forums.unlock", _("Open"), _("Opened again"))
    name_act(actions, "forums.pin", _("Pin"), _("Pinned"))
    name_act(actions, "forums.unpin", _("Unpin"), _("No longer pinned"))


@hooks.register("register_admin_viewset")
def show_forum() -> ForumViewSetGroup:
    """Put the forum into the menu."""
    return ForumViewSetGroup()
