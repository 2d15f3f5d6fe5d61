"""What moderators do. Each act is written into Wagtail's log with its reason; what is so already is not done again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ..models import Act, Post
from ..permissions import can_arrange, require
from ..signals import post_changed
from .guarded import require_unopposed
from .mentioning import tell_mentioned
from .publication import changing, locked_post, locked_topic
from .states import StateAct, change_post, change_topic
from .undoing import tell, undone_by, write_down

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.members.models import User

    from ..models import Topic

HIDING = StateAct("forums.hide", Act.POST_HIDDEN, Act.TOPIC_HIDDEN, sets="hidden")
HOLDING = StateAct("forums.hold", Act.POST_HIDDEN, Act.TOPIC_HIDDEN, sets="held")
SHOWING = StateAct("forums.restore", Act.POST_RESTORED, Act.TOPIC_RESTORED, ends=("hidden", "held"))


def hide_post(*, moderator: User | None, post: Post, reason: str, is_judged: bool = False) -> Post:
    """Take a post from view; its number keeps a mark.

    The first post opens the topic under a title of the same author's, so who hides that hides the topic.
    """
    if post.is_first:
        hide_topic(moderator=moderator, topic=post.topic, reason=reason, is_judged=is_judged)
        return post
    return change_post(HIDING, moderator=moderator, post=post, reason=reason, is_judged=is_judged)


@transaction.atomic
def restore_post(*, moderator: User | None, post: Post, reason: str = "", is_judged: bool = False) -> Post:
    """Show a post that was held or hidden; one that was never visible is announced now, as if it were written now.

    So the topic rises in the lists, and its last post is this one. Else whom a change names that had to wait hears of
    it now.
    """
    has_waited = _has_waited(locked_post(post))
    how: dict[str, Any] = {"first": _post_begins_now, "is_judged": is_judged}
    post = change_post(SHOWING, moderator=moderator, post=post, reason=reason, **how)
    if has_waited and post.is_live and post.topic.is_live:
        tell_mentioned(post)
    return post


def hide_topic(*, moderator: User | None, topic: Topic, reason: str, is_judged: bool = False) -> Topic:
    """Take a whole topic from view."""
    return change_topic(HIDING, moderator=moderator, topic=topic, reason=reason, is_judged=is_judged)


def hide_private(*, moderator: User | None, post: Post, reason: str) -> Post:
    """Take one post of a private conversation from view, as the desk judged; the conversation goes on without it."""
    return change_post(HIDING, moderator=moderator, post=post, reason=reason, is_judged=True)


def hold_back(*, thing: Post | Topic, reason: str) -> None:
    """Have what stands already wait for a moderator, since so much was reported of who wrote it."""
    how: dict[str, Any] = {"moderator": None, "reason": reason, "is_judged": True}  # its case is opened by who holds it
    if isinstance(thing, Post):
        change_post(HOLDING, post=thing, **how)
    else:
        change_topic(HOLDING, topic=thing, **how)


@transaction.atomic
def restore_topic(*, moderator: User | None, topic: Topic, reason: str = "", is_judged: bool = False) -> Topic:
    """Show a topic that was held or hidden; one that was never visible is announced now, as if it began now.

    Else whom its first post names since a change that had to wait hears of it now.
    """
    has_waited = _has_waited(locked_topic(topic))
    how: dict[str, Any] = {"along": _topic_begins_now, "is_judged": is_judged}
    topic = change_topic(SHOWING, moderator=moderator, topic=topic, reason=reason, **how)
    first = topic.posts.live().filter(number=1).first() if has_waited and topic.is_live else None
    if first:
        tell_mentioned(first)
        post_changed.send(sender=Post, post=first)
    return topic


def lock_topic(*, moderator: User, topic: Topic, reason: str = "", is_told: bool = False) -> Topic:
    """Close a topic: it can be read, but no longer answered."""
    return _set_locked(moderator, topic, True, reason, is_told)


def unlock_topic(*, moderator: User, topic: Topic, reason: str = "", is_told: bool = False) -> Topic:
    """Open a closed topic again."""
    return _set_locked(moderator, topic, False, reason, is_told)


def _has_waited(thing: Post | Topic) -> bool:
    """Tell whether it is held for a change, and was public before that."""
    return bool(thing.held_at and thing.published_at)


def _post_begins_now(topic: Topic, post: Post) -> None:
    """Give what nobody could read so far the moment at which they can."""
    if post.held_at and not post.published_at:
        post.created_at = timezone.now()


def _topic_begins_now(topic: Topic) -> list[Post]:
    """Give a topic that nobody could read so far, and its posts, the moment at which they can."""
    if topic.held_at and not topic.published_at:
        topic.created_at = timezone.now()
        topic.posts.live().filter(published_at=None).update(created_at=topic.created_at)
    return []


def _set_locked(moderator: User, topic: Topic, is_locked: bool, reason: str, is_told: bool) -> Topic:
    with changing(topic.pk, counts_replies=False) as locked:
        require(can_arrange(moderator, locked), moderator, locked)
        action, act = ("forums.lock", Act.CLOSED) if is_locked else ("forums.unlock", Act.OPENED)
        require_unopposed(act, moderator, locked)
        if bool(locked.locked_at) == is_locked:
            return locked
        locked.locked_at = timezone.now() if is_locked else None
        states = {"before": not is_locked, "after": is_locked}
        tell(topic=locked, moderator=moderator, act=act, reason=reason, is_told=is_told, **states)
        write_down(action, locked, moderator, reason, before={"locked": not is_locked}, after={"locked": is_locked})
    return locked


@undone_by(Act.CLOSED, Act.OPENED, field="locked", now=lambda topic, data: bool(topic.locked_at))
def _undo_locking(moderator: User, topic: Topic, data: Mapping[str, Any]) -> None:
    topic.locked_at = timezone.now() if data["before"] else None
