"""Periodic work of keeping order."""

from celery import shared_task

from .protection import services as protection


@shared_task
def forget_traces() -> None:
    """Forget what texts of new accounts were compared with, once it is too old."""
    protection.forget_old()
