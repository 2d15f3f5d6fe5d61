"""What moderators do. Each act is written into Wagtail's log with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.log_actions import log

from ..models import Post, Topic
from ..permissions import can_moderate, can_pin, require
from ..signals import post_changed
from .publication import changing

if TYPE_CHECKING:
    from community.members.models import User


def hide_post(*, moderator: User, post: Post, reason: str) -> Post:
    """Take a post from view; its number keeps a mark."""
    with changing(post.topic_id) as topic:
        require(can_moderate(moderator, topic), moderator)
        post = topic.posts.get(pk=post.pk)
        _hide(post, moderator, reason)
        post.settle()
        post.save()
        _log("forums.hide", post, moderator, reason)
        post_changed.send(sender=Post, post=post)
    return post


def restore_post(*, moderator: User, post: Post, reason: str = "") -> Post:
    """Show a post that was held or hidden; one that was never visible is announced now."""
    with changing(post.topic_id) as topic:
        require(can_moderate(moderator, topic), moderator)
        post = topic.posts.get(pk=post.pk)
        _restore(post)
        post.settle()
        post.save()
        _log("forums.restore", post, moderator, reason)
        post_changed.send(sender=Post, post=post)
    return post


def hide_topic(*, moderator: User, topic: Topic, reason: str) -> Topic:
    """Take a whole topic from view."""
    with changing(topic.pk) as locked:
        require(can_moderate(moderator, locked), moderator)
        _hide(locked, moderator, reason)
        _log("forums.hide", locked, moderator, reason)
    return locked


def restore_topic(*, moderator: User, topic: Topic, reason: str = "") -> Topic:
    """Show a topic that was held or hidden; one that was never visible is announced now."""
    with changing(topic.pk) as locked:
        require(can_moderate(moderator, locked), moderator)
        _restore(locked)
        _log("forums.restore", locked, moderator, reason)
    return locked


def lock_topic(*, moderator: User, topic: Topic, reason: str = "") -> Topic:
    """Close a topic: it can be read, but no longer answered."""
    with changing(topic.pk) as locked:
        require(can_moderate(moderator, locked), moderator)
        locked.locked_at = locked.locked_at or timezone.now()
        _log("forums.lock", locked, moderator, reason)
    return locked


def unlock_topic(*, moderator: User, topic: Topic) -> Topic:
    """Open a closed topic again."""
    with changing(topic.pk) as locked:
        require(can_moderate(moderator, locked), moderator)
        locked.locked_at = None
        _log("forums.unlock", locked, moderator)
    return locked


def pin_topic(*, moderator: User, topic: Topic) -> Topic:
    """Keep a topic above the others."""
    require(can_pin(moderator), moderator)
    with changing(topic.pk) as locked:
        locked.pinned_at = locked.pinned_at or timezone.now()
        _log("forums.pin", locked, moderator)
    return locked


def unpin_topic(*, moderator: User, topic: Topic) -> Topic:
    """Let a topic take its place by time again."""
    require(can_pin(moderator), moderator)
    with changing(topic.pk) as locked:
        locked.pinned_at = None
        _log("forums.unpin", locked, moderator)
    return locked


def _hide(contribution: Post | Topic, moderator: User, reason: str) -> None:
    contribution.hidden_at, contribution.hidden_by, contribution.hidden_reason = timezone.now(), moderator, reason[:200]


def _restore(contribution: Post | Topic) -> None:
    contribution.hidden_at = contribution.hidden_by = contribution.held_at = None
    contribution.hidden_reason = contribution.held_reason = ""


def _log(action: str, contribution: Post | Topic, moderator: User, reason: str = "") -> None:
    log(instance=contribution, action=action, user=moderator, data={"reason": reason}, title=str(contribution)[:120])
