"""What happens under pages: somebody comments or answers, calls others, or reacts to a comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.comments.models import COMMENT, Comment

from ..circles import mentioned
from ..models import Notification
from . import ActivityKind, Happening
from .forum import CALLED, is_news
from .responses import first_reaction

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from ..models import Activity

Reason = Notification.Reason
MENTIONED: Mapping[str, _StrPromise] = {Reason.MENTION: CALLED[Reason.MENTION]}


def commented(comment: Comment, **kwargs: Any) -> Happening | None:
    """Take in that a comment appeared."""
    return Happening(comment, comment.user_id, comment.organisation_id) if is_news(comment) else None


def edited(comment: Comment, **kwargs: Any) -> Happening:
    """Take in that a comment was changed in which others are called."""
    return Happening(comment, comment.user_id, comment.organisation_id)


def who_is_answered(activity: Activity, comment: Comment) -> Iterable[int]:
    """Name the members whose comment it answers: the one above it, and the first of the thread."""
    above = Comment.objects.filter(pk__in={comment.parent_id, comment.thread_id} - {comment.pk})
    return above.exclude(user=None).values_list("user", flat=True)


def who_commented(activity: Activity, comment: Comment) -> Iterable[int]:
    """Name its author; a visitor is none."""
    return [comment.user_id] if comment.user_id else []


COMMENTED = ActivityKind(
    name="comment",
    about=COMMENT,
    happening=commented,
    circles=((Reason.MENTION, mentioned), (Reason.REPLY, who_is_answered)),
    tells_watchers=True,
    said={
        **MENTIONED,
        Reason.REPLY: _("%(name)s answered your comment"),
        Reason.WATCHING: _("%(name)s commented"),
    },
)
COMMENT_EDITED = ActivityKind(
    name="comment_edit",
    about=COMMENT,
    happening=edited,
    circles=((Reason.MENTION, mentioned),),
    said=MENTIONED,
    is_afterthought=True,
)
COMMENT_REACTED = ActivityKind(
    name="comment_reaction",
    about=COMMENT,
    happening=first_reaction("comment_reaction", Comment, COMMENT),
    circles=((Reason.REACTION, who_commented),),
    said={Reason.REACTION: _("%(name)s reacted to your comment")},
)
