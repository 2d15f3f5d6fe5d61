"""Telling members of an activity, in steps by their keys: a step that was interrupted is taken again, by anybody.

The row of the activity is locked while a step is taken, and a notification is unique by recipient and activity. So two
workers don't take the same step, and one that is taken twice tells nobody twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from outbox.claims import locked

from ..kinds import KINDS, ActivityKind
from ..models import MAILED, Activity, Notification
from ..things import THINGS, ThingKind

logger = logging.getLogger(__name__)
STEP = 500  # watchers of one step
A_RUN = 200  # activities that one run of the schedule takes up
OWN_JOB = timedelta(seconds=30)  # until when the activity's own job is awaited
WAITING = timedelta(days=1)  # in which what was hidden before all were told may be shown again, and is told then


def fan_out(*, activity_id: int) -> None:
    """Tell everybody whom an activity concerns; one that was told already is left alone."""
    while _take_step(activity_id):
        pass


def fan_out_pending(*, now: datetime | None = None) -> int:
    """Take up activities whose own job got lost or stuck; return how many were tried."""
    before = (now or timezone.now()) - OWN_JOB
    pending = Activity.objects.filter(fanned_out_at=None, created_at__lt=before).order_by("pk")
    keys = list(pending.values_list("pk", flat=True)[:A_RUN])
    for key in keys:
        try:
            fan_out(activity_id=key)
        except Exception:  # one may fail in any way; the others must be told
            logger.exception("The activity %s could not be told", key)
    return len(keys)


@transaction.atomic
def _take_step(activity_id: int) -> bool:
    """Tell some; return whether there are more. Those meant by name come first, so that theirs is the reason."""
    activity = locked(Activity.objects.filter(pk=activity_id, fanned_out_at=None)).first()
    if activity is None:
        return False
    kind, things = KINDS.get(activity.kind), THINGS.get(activity.object_kind)
    thing = things.find(activity.object_id) if things else None
    if kind is None or things is None or thing is None:
        return False if kind and _may_come_back(things, activity) else _finish(activity)
    meant = {} if activity.told_up_to is not None else _meant(kind, activity, thing)
    step, further = things.watchers(kind, thing, beyond=activity.told_up_to or 0, most=STEP)
    reasons = dict.fromkeys(step, Notification.Reason.WATCHING.value) | meant
    _tell(activity, things.reached(kind, activity, thing, reasons.keys()), reasons)
    if further is None:
        return _finish(activity)
    activity.told_up_to = further
    activity.save(update_fields=["told_up_to"])
    return True


def _finish(activity: Activity) -> bool:
    activity.told_up_to, activity.fanned_out_at = activity.told_up_to or 0, timezone.now()
    activity.save(update_fields=["told_up_to", "fanned_out_at"])
    return False


def _may_come_back(things: ThingKind | None, activity: Activity) -> bool:
    """Tell whether it is of lately and about something that is held or hidden, or lies in such: it waits untold."""
    if things is None or timezone.now() - activity.created_at > WAITING:
        return False
    return things.may_come_back(activity.object_id)


def _meant(kind: ActivityKind, activity: Activity, thing: Any) -> dict[int, str]:
    """Give those who are meant, each with the strongest reason."""
    found: dict[int, str] = {}
    for reason, circle in kind.circles:
        for key in circle(activity, thing):
            found.setdefault(key, reason)
    return found


def _tell(activity: Activity, keys: Iterable[int], reasons: Mapping[int, str]) -> None:
    due = timezone.now() + timedelta(seconds=settings.NOTIFICATION_MAIL_DELAY)
    rows = [
        Notification(
            recipient_id=key,
            activity=activity,
            container=activity.container,
            reason=reasons[key],
            mail_due_at=due if reasons[key] in MAILED else None,
        )
        for key in sorted(keys)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
