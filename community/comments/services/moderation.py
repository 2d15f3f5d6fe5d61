"""What moderators do with comments; each act is in Wagtail's log, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.comments.models import Discussion
from community.comments.permissions import may_moderate
from community.comments.signals import discussion_changed
from community.members.permissions import Viewer

from .labels import write_down
from .states import locked, locked_comment, must, save_state

if TYPE_CHECKING:
    from community.comments.models import Comment
    from community.members.models import User


@transaction.atomic
def hide_comment(*, by: User, comment: Comment, reason: str) -> Comment:
    """Hide a comment from everyone but moderators, and note why."""
    comment = locked_comment(comment)
    must(may_moderate(Viewer(by), comment.discussion))
    was_live = comment.is_live
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = timezone.now(), by, reason[:200]
    save_state(comment, was_live=was_live)
    write_down(comment, "hide", by=by, reason=reason)
    return comment


@transaction.atomic
def restore_comment(*, by: User, comment: Comment, reason: str = "") -> Comment:
    """Show a hidden or held comment again, or for the first time; what its author took back stays away."""
    comment = locked_comment(comment)
    must(may_moderate(Viewer(by), comment.discussion))
    was_live = comment.is_live
    comment.hidden_at = comment.hidden_by = comment.held_at = None
    comment.hidden_reason = comment.held_reason = ""
    save_state(comment, was_live=was_live)
    write_down(comment, "restore", by=by, reason=reason)
    return comment


@transaction.atomic
def set_state(*, by: User, discussion: Discussion, state: str) -> Discussion:
    """Open a discussion, let it only be read, or close it."""
    discussion = locked(discussion.key)
    must(may_moderate(Viewer(by), discussion))
    before, discussion.state = discussion.state, state
    discussion.save(update_fields=["state"])
    log(discussion, "comments.state", user=by, data={"before": before, "after": state})
    discussion_changed.send(sender=Discussion, discussion=discussion)
    return discussion
