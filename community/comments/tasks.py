"""Periodic work of comments."""

from celery import shared_task

from . import services
from .services import checking, following, following_mails, removal
from .visitor_data import services as visitor_data


@shared_task
def forget_unconfirmed() -> None:
    """Delete comments that visitors never confirmed, and what they never confirmed to follow, or ended."""
    services.forget_unconfirmed()
    following.forget_unused()


@shared_task
def forget_visitor(scope: str, cursor: int | None) -> int | None:
    """Take one step of removing what was written with an address; the cursor counts the steps."""
    return (cursor or 0) + 1 if visitor_data.remove_step(anchor_id=int(scope)) else None


@shared_task
def remove_discussion(scope: str, cursor: int | None) -> int | None:
    """Take one step of removing the comments under a page that is gone; the cursor counts the steps."""
    return (cursor or 0) + 1 if removal.remove_step(key=scope) else None


@shared_task
def tell_followers() -> None:
    """Begin to mail followers of what appeared some minutes ago."""
    following_mails.tell_due()


@shared_task
def mail_followers(scope: str, cursor: list[object]) -> list[object] | None:
    """Take one step of mailing followers; return where to go on."""
    return following_mails.mail_step(scope=scope, cursor=cursor)


@shared_task
def check_spam(comment_id: int) -> None:
    """Ask the checker about a comment."""
    checking.check(comment_id=comment_id)
