"""What is done in the background so that people hear of what happens."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .services import fanning, mailing, moved, retention


@shared_task
def fan_out(activity_id: int) -> None:
    """Tell everybody whom an activity concerns."""
    fanning.fan_out(activity_id=activity_id)


@shared_task
def tell_pending() -> None:
    """Tell what was not told yet, since a job got lost."""
    fanning.fan_out_pending()


@shared_task
def follow_posts(keys: list[int]) -> None:
    """Have what tells of posts that went to another topic belong to that."""
    moved.follow(keys=keys)


@shared_task
def send_mails() -> None:
    """Mail members what is due and still unread."""
    mailing.send_due(timezone.now())


@shared_task
def forget_old() -> None:
    """Go on forgetting what is old where one run left some of it."""
    retention.forget_old(timezone.now())
