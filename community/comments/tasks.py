"""Periodic work of comments."""

from celery import shared_task

from . import services
from .visitor_data import services as visitor_data


@shared_task
def forget_unconfirmed() -> None:
    """Delete comments that visitors never confirmed."""
    services.forget_unconfirmed()


@shared_task
def forget_visitor(scope: str, cursor: int | None) -> int | None:
    """Take one step of removing what was written with an address; the cursor counts the steps."""
    return (cursor or 0) + 1 if visitor_data.remove_step(anchor_id=int(scope)) else None
