"""What visitors wrote with an address: found by it, and emptied or left without a name, as its owner wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Value
from django.db.models.functions import Upper
from django.utils import timezone

from community.comments.models import Comment, UnconfirmedComment, VisitorFollow
from community.comments.signals import comment_changed

from .labels import NO_LABEL, forget_labels, write_down
from .states import locked_comment, save_state

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.comments.models import VisitorFollowQuerySet

FOLLOWED = {"discussed": F("discussion__key"), "title": F("discussion__title")}


def written_with(*emails: str) -> QuerySet[Comment]:
    """Find what visitors wrote with these addresses, however they are typed: by the index of migration 0004."""
    wanted = [Upper(Value(email)) for email in emails]
    found: QuerySet[Comment] = Comment.objects.alias(address=Upper("user_email")).filter(user=None, address__in=wanted)
    return found


def waiting_of(*emails: str) -> QuerySet[UnconfirmedComment]:
    """Find what waits to be confirmed, and the traces of what was; these addresses are kept in small letters."""
    return UnconfirmedComment.objects.filter(email__in=[email.lower() for email in emails])


def followed_with(*emails: str) -> VisitorFollowQuerySet:
    """Find what visitors follow with these addresses, which are kept in small letters."""
    return VisitorFollow.objects.filter(email__in=[email.lower() for email in emails])


def move(*, old: str, new: str) -> None:
    """Put what was written with an address under the one that its owner has from now on.

    What still waits to be confirmed stays with the mailbox that its link was sent to: whoever reads that one decides
    about it in its own name, until the link ends.
    """
    written_with(old).update(user_email=new)
    waiting_of(old).exclude(comment=None).update(email=new.lower())
    followed_with(old).filter(discussion__in=followed_with(new).values("discussion")).delete()
    followed_with(old).update(email=new.lower())


def empty(comment: Comment) -> None:
    """Leave of a visitor's comment only its place, so that the answers to it stay where they are."""
    fresh = locked_comment(comment)
    was_live = fresh.is_live
    fresh.comment = ""
    fresh.deleted_at = fresh.deleted_at or timezone.now()
    _forget_writer(fresh, name=NO_LABEL)
    save_state(fresh, was_live=was_live, by=None)
    forget_labels([fresh.pk])
    write_down(fresh, "forget_visitor", by=None, reason="asked by the owner of the address")


def leave_to_former_member(comment: Comment) -> None:
    """Leave what a member wrote as a visitor where it is, without name and address."""
    fresh = locked_comment(comment)
    _forget_writer(fresh, name="")
    save_state(fresh, was_live=fresh.is_live, by=None)
    forget_labels([fresh.pk])
    comment_changed.send(sender=Comment, comment=fresh)  # whoever keeps a copy of the name


def _forget_writer(comment: Comment, *, name: str) -> None:
    """Take away what says who the visitor was; without any name a former member is shown."""
    comment.user_name, comment.user_email, comment.user_url, comment.ip_address = name, "", "", None
