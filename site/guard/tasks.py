"""What the border does by itself from time to time."""

from __future__ import annotations

from celery import shared_task

from . import idempotency


@shared_task
def forget_old_keys() -> None:
    """Delete idempotency keys past their time."""
    idempotency.forget_old_keys()
