"""Periodic work of comments."""

from celery import shared_task

from . import services


@shared_task
def forget_unconfirmed() -> None:
    """Delete comments that visitors never confirmed."""
    services.forget_unconfirmed()
