"""A member's comments as their own data: told of, and removed when the account is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django_comments.models import CommentFlag
from wagtail.models import ModelLogEntry

from community.comments.models import Comment, UnconfirmedComment
from community.members.rights.answers import Part

from .states import locked_comment, save_state

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User

NO_LABEL = "—"


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield the member's comments, and what waits for their address to be confirmed."""
    told = ("id", "submit_date", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    comments = Comment.objects.filter(user=user).order_by("pk")
    yield Part("comments", comments.values(*told, text=F("comment"), discussed=F("discussion__key")).iterator())
    if user.email:
        waiting = UnconfirmedComment.objects.filter(email=user.email, comment=None).order_by("pk")
        yield Part("unconfirmed_comments", waiting.values("name", "email", "body", "created_at").iterator())
    flags = CommentFlag.objects.filter(user=user).order_by("pk")
    yield Part("comment_flags", flags.values("comment_id", "flag", "flag_date").iterator())


def erase_comments(*, user: User, keep: bool, limit: int) -> int:
    """Empty at most `limit` comments that the member took back, or with `keep` off all of theirs; return how many.

    Their place in the thread stays, so that answers to them do.
    """
    comments = Comment.objects.filter(user=user).exclude(comment="").order_by("discussion_id", "pk")
    if keep:
        comments = comments.exclude(deleted_at=None)
    batch = list(comments.select_related("discussion")[:limit])
    for comment in batch:
        _empty(user, comment)
    forget_labels([comment.pk for comment in batch])
    return len(batch) or _remove_traces(user, limit)


def forget_name(*, user: User, name: str) -> None:
    """Take a former member's name out of the log, whose lines about comments begin with it."""
    lines = _lines().filter(label__startswith=f"{name}: ")
    keys = [int(key) for key in lines.values_list("object_id", flat=True)]
    forget_labels(Comment.objects.filter(pk__in=keys, user=user).values_list("pk", flat=True))


def _empty(user: User, comment: Comment) -> None:
    fresh = locked_comment(comment)
    was_live = fresh.is_live
    fresh.comment = ""
    if fresh.deleted_at is None:
        fresh.deleted_at, fresh.deleted_by = timezone.now(), user
    save_state(fresh, was_live=was_live)


def _remove_traces(user: User, limit: int) -> int:
    """Delete at most `limit` flags, and what was never confirmed."""
    keys = list(CommentFlag.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)[:limit])
    gone = CommentFlag.objects.filter(pk__in=keys).delete()[0]
    if user.email:
        gone += UnconfirmedComment.objects.filter(email=user.email, comment=None).delete()[0]
    return gone


def forget_labels(keys: Iterable[int]) -> None:
    """Take the first words of comments out of the log, whose lines stay."""
    _lines().filter(object_id__in=[str(key) for key in keys]).update(label=NO_LABEL)


def _lines() -> QuerySet[Any]:
    lines: QuerySet[Any] = ModelLogEntry.objects.filter(content_type__app_label="comments")
    return lines.filter(content_type__model="comment")
