"""What Celery and the embedded worker call; each works whatever rows are waiting."""

from __future__ import annotations

from celery import shared_task

from . import services


@shared_task
def deliver_mail() -> None:
    """Send the waiting mail."""
    services.deliver_mail()


@shared_task
def run_jobs() -> None:
    """Run the waiting jobs, then the sweeps."""
    services.run_pending_jobs()
    services.work_sweeps()


@shared_task
def forget_old_rows() -> None:
    """Delete sent mail and finished jobs of long ago."""
    services.forget_old_rows()
