"""The embedded worker: two background threads of the web process, for a site without a broker; one sends mail only.

Only `config.wsgi` starts it, so management commands and tests never do. Several web processes may each have one: rows
are claimed, and `ScheduledRun` lets each period begin once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from celery import current_app
from django.db import connections
from django.utils import timezone

from . import services, wake
from .claims import TryLater
from .models import ScheduledRun
from .schedule import periods

logger = logging.getLogger(__name__)

# Seconds between looks at the tables; a wake comes sooner.
ROUND = 5.0

_started = threading.Lock()


def start() -> None:
    """Start the threads, once in this process: a mail waits for no picture that is being drawn."""
    if _started.acquire(blocking=False):
        threading.Thread(target=_work_forever, args=(work_once, wake.embedded), name="outbox", daemon=True).start()
        for_mail = (services.deliver_mail, wake.embedded_mail)
        threading.Thread(target=_work_forever, args=for_mail, name="outbox-mail", daemon=True).start()


def work_once() -> None:
    """Do what is due: mail first, then one thing at a time, so that no mail waits behind many others."""
    due = due_periods()
    while (
        services.deliver_mail()
        or _call_next(due)
        or services.run_pending_jobs(limit=1)
        or services.work_sweeps(steps=1)
    ):
        pass


def due_periods() -> list[str]:
    """Return the periodic tasks whose time has come, and note that they begin now."""
    now = timezone.now()
    known = set(ScheduledRun.objects.values_list("task", flat=True))
    due = []
    for task, seconds in periods().items():
        if task not in known:
            begins = ScheduledRun.objects.get_or_create(task=task, defaults={"began_at": now})[1]
        else:
            before = now - timedelta(seconds=seconds)
            begins = bool(ScheduledRun.objects.filter(task=task, began_at__lte=before).update(began_at=now))
        if begins:
            due.append(task)
    return due


def _call_next(tasks: list[str]) -> bool:
    if not tasks:
        return False
    with suppress(TryLater):  # it has said why, and its time comes again
        services.call(tasks.pop(0))
    return True


def _work_forever(work: Callable[[], object], woken: threading.Event) -> None:
    current_app.loader.import_default_modules()
    while True:
        woken.wait(ROUND)
        woken.clear()
        try:
            work()
        except Exception:  # the database may be away for a while; the next round tries again
            logger.exception("The embedded worker stumbled")
        finally:
            connections.close_all()
