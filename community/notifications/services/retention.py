"""What ends by itself: what was read long ago, and what happened very long ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from outbox.services import enqueue

from ..models import Activity, Notification

if TYPE_CHECKING:
    from django.db.models import QuerySet

TASK = "community.notifications.tasks.forget_old"
BATCH = 500  # rows that one statement deletes, so that nobody waits for it
BATCHES = 200  # of one run and kind; where there is more another run goes on, so that other jobs have their turn


def forget_old(now: datetime) -> int:
    """Delete notifications that were read `NOTIFICATION_DAYS` ago, and activities of `ACTIVITY_DAYS` ago with theirs.

    Returns how many of both. 0 days mean never.
    """
    read = told = happened = 0
    if settings.NOTIFICATION_DAYS:
        before = now - timedelta(days=settings.NOTIFICATION_DAYS)
        read = _delete(Notification.objects.filter(read_at__lt=before).order_by("read_at"))
    if settings.ACTIVITY_DAYS:
        old = Activity.objects.filter(created_at__lt=now - timedelta(days=settings.ACTIVITY_DAYS))
        told = _delete(Notification.objects.filter(activity__in=old))
        # Those that nothing tells of any more: with the others one statement would delete all that is left.
        still = Notification.objects.filter(activity=OuterRef("pk"))
        happened = _delete(old.filter(~Exists(still)).order_by("created_at"))
    if BATCH * BATCHES in {read, told, happened}:
        enqueue(TASK)
    return read + happened


def _delete(rows: QuerySet[Any]) -> int:
    count = 0
    for _batch in range(BATCHES):
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        count += len(keys)
        rows.model._default_manager.filter(pk__in=keys).delete()
        if len(keys) < BATCH:
            break
    return count
