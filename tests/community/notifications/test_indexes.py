"""What grows is read by its indexes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from community.members.models import User, Watch
from community.notifications.models import Activity, Notification

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL's planner"),
    pytest.mark.django_db,
]

MEMBERS, ACTIVITIES = 20, 200


def someone() -> int:
    return User.objects.order_by("pk").values_list("pk", flat=True)[0]


def long_ago():
    return timezone.now() - timedelta(days=190)


QUERIES = {
    # Whether it may still be seen depends on posts, of which there are none here: `forums/test_plans_of_pages.py`.
    "notification_unread": lambda: Notification.objects.unread_by(someone()).filter(container="topic:1"),
    "notification_once": lambda: Notification.objects.filter(recipient=someone()).order_by("-activity_id")[:31],
    "notification_mail_due": lambda: Notification.objects.filter(mail_due_at__lte=timezone.now()).order_by(
        "mail_due_at"
    ),
    "notification_read": lambda: Notification.objects.filter(read_at__lt=long_ago()).order_by("read_at")[:500],
    "activity_pending": lambda: Activity.objects.filter(fanned_out_at=None).order_by("pk")[:200],
    "activity_of_object": lambda: Activity.objects.filter(object_kind="post", object_id=7),
    "activity_by_time": lambda: Activity.objects.filter(created_at__lt=long_ago()).order_by("created_at")[:500],
    "watch_of_thing": lambda: Watch.objects.filter(kind="topic", object_id=1, level=3, user_id__gt=0),
}


@pytest.fixture
def _much():
    """A few rows of each kind among many, as it is on a site."""
    users = User.objects.bulk_create(User(name="x", email=f"x{number}@example.org") for number in range(MEMBERS))
    now = timezone.now()
    activities = Activity.objects.bulk_create(
        Activity(
            kind="reply",
            object_kind="post",
            object_id=number,
            container=f"topic:{number % 40}",
            created_at=now - timedelta(days=number),
            fanned_out_at=None if number < 2 else now,
        )
        for number in range(ACTIVITIES)
    )
    Notification.objects.bulk_create(
        Notification(
            recipient=user,
            activity=activity,
            container=activity.container,
            reason="reply",
            read_at=None if number < 3 else activity.created_at,
            mail_due_at=now if number < 1 else None,
        )
        for user in users
        for number, activity in enumerate(activities)
    )
    Watch.objects.bulk_create(
        Watch(user=user, kind=kind, object_id=key)
        for user in users
        for kind in ("topic", "tag", "region")
        for key in range(40)
    )
    with connection.cursor() as cursor:
        for model in (Activity, Notification, Watch):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
        cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.usefixtures("_much")
@pytest.mark.parametrize("index", QUERIES)
def test_a_query_uses_its_index(index):
    assert index in QUERIES[index]().explain()
