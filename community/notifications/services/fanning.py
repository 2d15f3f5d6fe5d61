"""Telling members of an activity, in steps by their keys: a step that was interrupted is taken again, by anybody.

The row of the activity is locked while a step is taken, and a notification is unique by recipient and activity. So two
workers don't take the same step, and one that is taken twice tells nobody twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from outbox.claims import locked

from community.forums.models import POST, Post

from ..kinds import KINDS, ActivityKind
from ..models import MAILED, Activity, Notification
from .reach import reached
from .watching import watchers

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
    kind, post = KINDS.get(activity.kind), _post_of(activity)
    if kind is None or post is None:
        return False if kind and _may_come_back(activity) else _finish(activity)
    meant = {} if activity.told_up_to is not None else _meant(kind, activity, post)
    step, further = watchers(kind, post, beyond=activity.told_up_to or 0, most=STEP)
    _tell(kind, activity, post, dict.fromkeys(step, Notification.Reason.WATCHING.value) | meant)
    if further is None:
        return _finish(activity)
    activity.told_up_to = further
    activity.save(update_fields=["told_up_to"])
    return True


def _finish(activity: Activity) -> bool:
    activity.told_up_to, activity.fanned_out_at = activity.told_up_to or 0, timezone.now()
    activity.save(update_fields=["told_up_to", "fanned_out_at"])
    return False


def _post_of(activity: Activity) -> Post | None:
    """Find what it is about, while it stands."""
    if activity.object_kind != POST:
        return None
    posts = Post.objects.filter(pk=activity.object_id, is_live=True, topic__is_live=True)
    return posts.select_related("topic__category").prefetch_related("topic__regions", "topic__tags").first()


def _may_come_back(activity: Activity) -> bool:
    """Tell whether it is of lately and about a post that is held or hidden, or whose topic is: it waits untold."""
    if activity.object_kind != POST or timezone.now() - activity.created_at > WAITING:
        return False
    waiting = Post.objects.filter(deleted_at=None, topic__deleted_at=None, topic__merged_into=None)
    return waiting.filter(pk=activity.object_id).exists()


def _meant(kind: ActivityKind, activity: Activity, post: Post) -> dict[int, str]:
    """Give those who are meant, each with the strongest reason."""
    found: dict[int, str] = {}
    for reason, circle in kind.circles:
        for key in circle(activity, post):
            found.setdefault(key, reason)
    return found


def _tell(kind: ActivityKind, activity: Activity, post: Post, reasons: Mapping[int, str]) -> None:
    due = timezone.now() + timedelta(seconds=settings.NOTIFICATION_MAIL_DELAY)
    keys = sorted(reached(kind, activity, post, reasons.keys()))
    rows = [
        Notification(
            recipient_id=key,
            activity=activity,
            container=activity.container,
            reason=reasons[key],
            mail_due_at=due if reasons[key] in MAILED else None,
        )
        for key in keys
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
