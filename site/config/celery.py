"""The Celery application; a worker and beat run it only when `CELERY_BROKER_URL` names a broker."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_ready

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("negeri")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def follow_schedule(sender: Any, **kwargs: Any) -> None:
    """Give beat the periods that the apps registered."""
    from outbox.schedule import periods

    sender.scheduler.merge_inplace({task: {"task": task, "schedule": period} for task, period in periods().items()})


@worker_ready.connect
def take_up_what_waits(**kwargs: Any) -> None:
    """Work what an earlier worker left behind: the waiting rows at once, its claims when their time is over."""
    from outbox.delivery import HOLD

    for wait in (timedelta(0), HOLD + timedelta(seconds=2)):
        for task in ("outbox.tasks.deliver_mail", "outbox.tasks.run_jobs"):
            app.signature(task).apply_async(countdown=wait.total_seconds())
