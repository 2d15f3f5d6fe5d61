"""Waking whoever works the rows, once they are committed; a wake that gets lost costs time until the next round."""

from __future__ import annotations

import threading
from collections.abc import Callable

from celery import signature
from django.conf import settings
from django.db import connection, transaction

# Set when the embedded worker of this process has something to look at; its thread for mail has one of its own.
embedded, embedded_mail = threading.Event(), threading.Event()


def wake_mail() -> None:
    """After this transaction, have the waiting mail delivered."""
    _once_after_commit(_deliver_mail)


def wake_jobs() -> None:
    """After this transaction, have the waiting jobs and sweeps worked."""
    _once_after_commit(_run_jobs)


def _deliver_mail() -> None:
    _start("outbox.tasks.deliver_mail")


def _run_jobs() -> None:
    _start("outbox.tasks.run_jobs")


def _start(task: str) -> None:
    """Call the task through the broker if there is one (without waiting for a broker that is away), else here."""
    if settings.CELERY_BROKER_URL:
        signature(task).apply_async(retry=False)
    else:
        embedded.set()
        embedded_mail.set()


def _once_after_commit(wake: Callable[[], None]) -> None:
    """Run the wake after the commit, once however many rows the transaction writes; an error there harms nobody."""
    if all(waiting[1] is not wake for waiting in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)
