"""Mailing what means a member and is still unread after a while; what is gone by then, or closed to them, is not.

The member's row is locked while it is decided what they get: two workers never write two mails about one place.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from community.members.models import User
from community.members.permissions import Viewer

from ..kinds import KINDS
from ..mails import Told, mail_of
from ..mentions import organisations_called
from ..models import Notification, Preference
from ..permissions import may_be_mailed
from ..things import THINGS
from .listing import shown_of
from .preferences import preference_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..things import Shown

logger = logging.getLogger(__name__)
A_RUN = 200  # members whom one run writes to
LATER = timedelta(hours=1)  # after a fault


def send_due(now: datetime) -> int:
    """Write the mails that are due, for at most `A_RUN` members; return how many."""
    due = Notification.objects.filter(mail_due_at__lte=now).order_by("mail_due_at")
    members = dict.fromkeys(due.values_list("recipient", flat=True)[: 5 * A_RUN])
    count = 0
    for user_id in list(members)[:A_RUN]:
        try:
            count += _write(user_id, now)
        except Exception:  # one may fail in any way; the others must get theirs
            logger.exception("Member %s could not be mailed", user_id)
            Notification.objects.filter(recipient=user_id, mail_due_at__lte=now).update(mail_due_at=now + LATER)
    return count


@transaction.atomic
def _write(user_id: int, now: datetime) -> int:
    """Decide about all that is due for a member, once, and write a mail for each place that has something to tell."""
    user = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=user_id).first()
    if user is None:  # another worker is about it
        return 0
    due = Notification.objects.filter(recipient=user, mail_due_at__lte=now)
    rows = list(due.select_related("activity__actor", "activity__organisation").order_by("activity_id"))
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mail_due_at=None)
    count = 0
    for container, told in _worth_telling(user, rows).items():
        if _had_enough(user, container):
            continue
        mail_of(user, told).send()
        Notification.objects.filter(pk__in=[each.notification.pk for each in told]).update(mailed_at=now)
        count += 1
    return count


def _worth_telling(user: User, rows: Iterable[Notification]) -> dict[str, list[Told]]:
    """Sort by container what is unread, wanted, standing and open to the member, by nobody whom they have blocked."""
    preference = preference_of(user)
    unread = [row for row in rows if row.read_at is None and row.activity.kind in KINDS]
    if not unread or not may_be_mailed(user):
        return {}
    viewer = Viewer(user)
    with override(user.language):
        shown = shown_of(viewer, unread)
    silent = _silent(user, unread, shown)
    told: list[Notification] = []
    for row in unread:
        thing = shown.get(row.pk)
        if thing is None or thing.within.name in silent or row.activity.actor_id in viewer.blocked_ids:
            continue
        if reason := _wanted_reason(row, thing, preference):
            row.reason = reason
            told.append(row)
    called = organisations_called(told)
    found: dict[str, list[Told]] = {}
    for row in told:
        found.setdefault(row.container, []).append(Told(row, shown[row.pk], called.get(row.pk, "")))
    return found


def _silent(user: User, rows: Iterable[Notification], shown: Mapping[int, Shown]) -> set[str]:
    """Name the containers of which no mail is wanted."""
    of_kind: dict[str, list[Shown]] = {}
    for row in rows:
        if row.pk in shown:
            of_kind.setdefault(row.activity.object_kind, []).append(shown[row.pk])
    return {name for kind, things in of_kind.items() for name in THINGS[kind].silent(user, things)}


def _wanted_reason(row: Notification, shown: Shown, preference: Preference) -> str | None:
    """Give the strongest reason that holds by now and for which a mail is wanted.

    A mention may be gone from the text again, and who wants no mails for mentions still gets one for a reply to them.
    """
    circles = KINDS[row.activity.kind].circles
    names = [reason for reason, _circle in circles]
    weaker = circles[names.index(row.reason) :] if row.reason in names else ()
    for reason, circle in weaker:
        if preference.wants(reason) and (
            (reason == row.reason and reason != Notification.Reason.MENTION)
            or row.recipient_id in set(circle(row.activity, shown.thing))
        ):
            return reason
    return None


def _had_enough(user: User, container: str) -> bool:
    """Tell whether as many mails about a place went out as one gets until one has been there."""
    if not settings.NOTIFICATION_MAILS_A_TOPIC:
        return False
    mailed = Notification.objects.unread_by(user.pk).filter(container=container).exclude(mailed_at=None)
    return mailed.values("mailed_at").distinct().count() >= settings.NOTIFICATION_MAILS_A_TOPIC
