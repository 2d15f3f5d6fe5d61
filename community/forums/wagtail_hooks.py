"""The forum in the editing room, and what is written in the log about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from community.members.accounts.history import name_act

from .admin import ForumViewSetGroup
from .models import Poll, Post, Topic
from .permissions import ModerationPolicy
from .polls.permissions import PollPolicy

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


register_permission_policy(Topic, ModerationPolicy(Topic))
register_permission_policy(Post, ModerationPolicy(Post))
register_permission_policy(Poll, PollPolicy(Poll))


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    name_act(actions, "forums.hide", _("Hide"), _("Hidden"))
    name_act(actions, "forums.hold", _("Hold"), _("Held"))
    name_act(actions, "forums.restore", _("Restore"), _("Restored"))
    name_act(actions, "forums.lock", _("Close"), _("Closed"))
    name_act(actions, "forums.unlock", _("Open"), _("Opened again"))
    name_act(actions, "forums.pin", _("Pin"), _("Pinned"))
    name_act(actions, "forums.unpin", _("Unpin"), _("No longer pinned"))
    name_act(actions, "forums.archive", _("Archive"), _("Archived"))
    name_act(actions, "forums.unarchive", _("Take out of the archive"), _("Taken out of the archive"))
    name_act(actions, "forums.unlist", _("Take out of lists"), _("Taken out of lists"))
    name_act(actions, "forums.list", _("Put into lists"), _("Put into lists again"))
    name_act(actions, "forums.delete", _("Delete"), _("Deleted"))
    name_act(actions, "forums.undelete", _("Restore what was deleted"), _("Restored after it was deleted"))
    name_act(actions, "forums.rename", _("Rename the topic"), _("Renamed"))
    name_act(actions, "forums.retag", _("Change what it is about"), _("What it is about was changed"))
    name_act(actions, "forums.category", _("Move to another category"), _("Moved to another category"))
    name_act(actions, "forums.owner", _("Change the owner"), _("Owner changed"))
    name_act(actions, "forums.undo", _("Take an act back"), _("Act taken back"))
    name_act(actions, "forums.accept_answer", _("Accept as the answer"), _("Accepted as the answer"))
    name_act(actions, "forums.unaccept_answer", _("No longer the answer"), _("No longer the answer"))
    name_act(actions, "forums.move_posts", _("Move posts"), _("Posts moved"))
    name_act(actions, "forums.undo_move", _("Move posts back"), _("Posts moved back"))
    name_act(actions, "forums.split_topic", _("Make a topic of posts"), _("Topic made of posts"))
    name_act(actions, "forums.undo_split", _("Put split posts back"), _("Split posts put back"))
    name_act(actions, "forums.merge_topics", _("Merge topics"), _("Topics merged"))
    name_act(actions, "forums.undo_merge", _("Take topics apart"), _("Topics taken apart"))
    name_act(actions, "forums.close_poll", _("Close the poll"), _("Poll closed"))


@hooks.register("register_admin_viewset")
def show_forum() -> ForumViewSetGroup:
    """Put the forum into the menu."""
    return ForumViewSetGroup()
