"""A member's comments as their own data: told of, and removed when the account is deleted.

What they wrote as a visitor counts where their account has confirmed the address: the mailbox proves whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils import timezone
from django_comments.models import CommentFlag

from community.comments.models import COMMENT, Comment
from community.members.rights.answers import Part
from community.reasons import with_words
from community.writing.history import services as history
from community.writing.mentions.services import forget_mentions

from .by_address import FOLLOWED, empty, followed_with, leave_to_former_member, waiting_of, written_with
from .labels import forget_labels
from .states import locked_comment, save_state

if TYPE_CHECKING:
    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield the member's comments, those they wrote as a visitor, and what waits for their address to be confirmed."""
    told = ("id", "submit_date", "held_at", "hidden_at", "hidden_reason", "deleted_at")
    texts = {"text": F("comment"), "discussed": F("discussion__key")}
    comments = Comment.objects.filter(user=user).order_by("pk")
    yield Part("comments", with_words(comments.values(*told, **texts).iterator()))
    if addresses := _addresses(user):
        visited = written_with(*addresses).order_by("pk")
        rows = visited.values(*told, "ip_address", name=F("user_name"), email=F("user_email"), **texts)
        yield Part("comments_as_visitor", with_words(rows.iterator()))
        waiting = waiting_of(*addresses).filter(comment=None).order_by("pk")
        yield Part("unconfirmed_comments", waiting.values("name", "email", "body", "created_at").iterator())
        followed = followed_with(*addresses).order_by("pk")
        yield Part("comments_followed_as_visitor", followed.values("email", "created_at", **FOLLOWED).iterator())
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
    keys = [comment.pk for comment in batch]
    forget_mentions(kind=COMMENT, keys=keys)
    history.forget(kind=COMMENT, keys=keys)
    forget_labels(keys)
    return len(batch) or _erase_as_visitor(user, keep, limit) or _remove_traces(user, limit)


def _empty(user: User, comment: Comment) -> None:
    fresh = locked_comment(comment)
    was_live = fresh.is_live
    fresh.comment = ""
    if fresh.deleted_at is None:
        fresh.deleted_at, fresh.deleted_by = timezone.now(), user
    save_state(fresh, was_live=was_live, by=user)


def _erase_as_visitor(user: User, keep: bool, limit: int) -> int:
    """Do the same with at most `limit` comments that the member wrote as a visitor; none of them keeps the address."""
    comments = written_with(*_addresses(user)).select_related("discussion").order_by("discussion_id", "pk")
    batch = list(comments[:limit])
    for comment in batch:
        (leave_to_former_member if keep else empty)(comment)
    return len(batch)


def _remove_traces(user: User, limit: int) -> int:
    """Delete at most `limit` flags, and what was never confirmed."""
    keys = list(CommentFlag.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)[:limit])
    gone = CommentFlag.objects.filter(pk__in=keys).delete()[0]
    addresses = _addresses(user)
    return gone + waiting_of(*addresses).delete()[0] + followed_with(*addresses).delete()[0]


def _addresses(user: User) -> list[str]:
    """Name the addresses of which the account has proved that they are its member's."""
    return list(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))
