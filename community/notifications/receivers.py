"""What is heard: of forum and comments, what others are to be told; of members, what becomes of their data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.dispatch import Signal, receiver

from community.comments.signals import comment_changed
from community.forums.signals import bookmark_due, owner_changed, post_changed, posts_moved, topic_viewed
from community.members.rights.answers import Part, answers
from community.members.signals import member_erasing, member_shown, members_rose, personal_data_requested

from .kinds import KINDS, ActivityKind
from .kinds.responses import BOOKMARKED
from .services import activities, moved, personal, preferences, unread

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from community.comments.models import Comment
    from community.forums.models import Bookmark, Post, Topic
    from community.members.models import User


def subscribe(signal: Signal, kind: ActivityKind) -> None:
    """Have each sending of a signal written as an activity of a kind, in its transaction."""
    KINDS[kind.name] = kind
    signal.connect(partial(hear, kind), weak=False, dispatch_uid=f"notifications_{kind.name}")


def hear(kind: ActivityKind, /, **arguments: Any) -> None:
    """Write what a signal told, unless that is no news."""
    happening = kind.happening(**arguments)
    if happening is not None:
        activities.note(kind=kind, happening=happening)


@receiver(bookmark_due, dispatch_uid="notifications_bookmark")
def remind(bookmark: Bookmark, **kwargs: Any) -> bool:
    """Remind a member by the bell; answer whether that is enough, since they want no mail for it."""
    hear(BOOKMARKED, bookmark=bookmark)
    return not preferences.preference_of(bookmark.user).mail_reminder


@receiver(post_changed, dispatch_uid="notifications_edit")
def hear_of_edit(post: Post, **kwargs: Any) -> None:
    """Write that a text was changed which calls or quotes others."""
    activities.note_edit(post=post)


@receiver(comment_changed, dispatch_uid="notifications_comment_edit")
def hear_of_edited_comment(comment: Comment, **kwargs: Any) -> None:
    """Write that a comment was changed which calls others."""
    activities.note_edited_comment(comment=comment)


@receiver(members_rose, dispatch_uid="notifications_levels")
def hear_of_levels(levels: Mapping[int, int], **kwargs: Any) -> None:
    """Tell members that they are trusted with more."""
    activities.note_levels(levels)


@receiver(owner_changed, dispatch_uid="notifications_owner")
def follow_owner(post: Post, before: int, **kwargs: Any) -> None:
    """Have what was told of a post that was given to another member name that one."""
    activities.give(post=post, before=before)


@receiver(posts_moved, dispatch_uid="notifications_posts_moved")
def follow_posts(keys: list[int], **kwargs: Any) -> None:
    """Have what tells of posts that went to another topic belong to that."""
    moved.follow_later(keys=keys)


@receiver(topic_viewed, dispatch_uid="notifications_viewed")
def mark_seen(request: Any, topic: Topic, posts: Sequence[Post], **kwargs: Any) -> None:
    """Mark as read what a member is about to be shown, and remember for the bell how much is left."""
    request.unread_notifications = unread.mark_seen(viewer=request.viewer, topic=topic, posts=posts)


@receiver(member_shown, dispatch_uid="notifications_shown")
def mark_read(request: Any, container: str, keys: Collection[int] | None = None, **kwargs: Any) -> None:
    """Mark as read what a member is shown, unless the bell above it has said already that there is nothing."""
    if request.viewer.user_id and getattr(request, "unread_notifications", None) != 0:
        unread.mark_read(user_id=request.viewer.user_id, container=container, keys=keys)


@receiver(personal_data_requested, dispatch_uid="notifications_personal_data")
def tell_of_notifications(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell what one was told, and which mails one wants."""
    return personal.personal_data(user=user)


@receiver(member_erasing, dispatch_uid="notifications_erasing")
@answers("notifications.Notification.recipient", "notifications.Activity.actor", "notifications.Preference.user")
def erase_notifications(user: User, *, keep: bool, limit: int, **kwargs: Any) -> int:
    """Delete what one was told, and with one's contributions that others were told of them."""
    return personal.erase(user=user, keep=keep, limit=limit)
