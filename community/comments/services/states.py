"""The state of a comment and of its discussion, and what is told when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from community.comments.models import Comment, Discussion
from community.comments.signals import comment_changed, comment_published
from community.members.permissions import Refused
from community.writing.signals import standing_changed

from .mentioning import tell_mentioned
from .news import follow_state, not_news, note_news

if TYPE_CHECKING:
    from community.members.models import User


class ReadOnly(Refused):
    """Nobody writes here now; the message says so."""


def locked(key: str, *, title: str = "") -> Discussion:
    """Make the discussion if it is new, and lock it: two who write at once would get the same place in a thread.

    `title` is what is discussed, as one who writes or follows sees it.
    """
    Discussion.objects.get_or_create(key=key, defaults={"title": title[:255]})
    discussion = Discussion.objects.select_for_update().get(key=key)
    if title and not discussion.title:
        discussion.title = title[:255]
        discussion.save(update_fields=["title"])
    return discussion


def locked_comment(comment: Comment) -> Comment:
    """Lock the discussion of a comment, and fetch it as it stands now: another may have changed it meanwhile."""
    discussion = locked(comment.discussion.key)
    fresh: Comment = Comment.objects.select_related("user").get(pk=comment.pk)
    fresh.discussion = discussion
    return fresh


def states_of(comment: Comment) -> dict[str, bool]:
    """Say for the log whether a comment is held, hidden or deleted, as the forum says it of posts."""
    return {name: bool(getattr(comment, f"{name}_at")) for name in ("held", "hidden", "deleted")}


def save_state(
    comment: Comment,
    *,
    was_live: bool,
    by: User | None,
    is_judged: bool = False,
    is_back: bool = False,
    before: str = "",
    reason: str = "",
) -> None:
    """Save a changed state and tell of it; `before` is how it stood, where somebody who keeps order changed that."""
    comment.update_is_live()
    comment.save()
    announce(comment, was_live=was_live)
    told = {"is_judged": is_judged, "is_back": is_back, "before": before, "reason": reason}
    standing_changed.send(sender=Comment, thing=comment, by=by, **told)


def announce(comment: Comment, *, was_live: bool, is_edited: bool = False, is_news: bool = True) -> None:
    """Tell of the first appearance once, of every later change; keep the count of the discussion right.

    What is dated back was written elsewhere long ago, and is no news to followers.
    """
    if comment.is_live and comment.published_at is None:
        comment.published_at = timezone.now()
        Comment.objects.filter(pk=comment.pk).update(published_at=comment.published_at)
        tell_mentioned(comment)
        if is_news:
            note_news(comment)
        else:
            not_news(comment)
        comment_published.send(sender=Comment, comment=comment)
    elif comment.is_live != was_live or (is_edited and comment.is_live):
        follow_state(comment)
        comment_changed.send(sender=Comment, comment=comment)
    count = Comment.objects.filter(discussion=comment.discussion_id, is_live=True).count()
    Discussion.objects.filter(pk=comment.discussion_id).update(public_count=count)


def must(allowed: bool) -> None:
    """Refuse what a permission refuses."""
    if not allowed:
        raise Refused(_("This is not open to you."))
