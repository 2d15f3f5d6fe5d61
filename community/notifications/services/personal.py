"""What is kept of a member here, as their own data: told of, and removed when the account is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F

from community.members.rights.answers import Part

from ..models import Activity, Notification, Preference

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield what the member was told, what others were told of them, and which mails they want; no name of others."""
    told = Notification.objects.filter(recipient=user).order_by("pk")
    columns = {"what": F("activity__kind"), "thing": F("activity__object_kind"), "key": F("activity__object_id")}
    rows = told.values("reason", "read_at", "mailed_at", at=F("activity__created_at"), **columns)
    yield Part("notifications", rows.iterator())
    done = Activity.objects.filter(actor=user).order_by("pk")
    yield Part("activities", done.values("kind", "object_kind", "object_id", "created_at").iterator())
    chosen = Preference.objects.filter(user=user)
    yield Part("mail_choices", chosen.values("mail_mention", "mail_quote", "mail_reply", "mail_reminder").iterator())


def erase(*, user: User, keep: bool, limit: int) -> int:
    """Delete at most `limit` rows of each kind; return how many.

    That something happened goes with what the member wrote; where that stays it is told of a former member.
    """
    gone = _delete(Notification.objects.filter(recipient=user), limit)
    gone += _delete(Preference.objects.filter(user=user), limit)
    if not keep:
        of_theirs = Notification.objects.filter(activity__actor=user)
        gone += _delete(of_theirs, limit) or _delete(Activity.objects.filter(actor=user), limit)
    return gone


def _delete(rows: QuerySet[Any], limit: int) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)
