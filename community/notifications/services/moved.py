"""What tells of posts that went to another topic belongs to that one from then on, at their numbers there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from outbox.services import enqueue

from community.forums.models import POST, Post

from ..models import Activity, Notification
from ..things.posts import name_of

TASK = "community.notifications.tasks.follow_posts"
A_JOB = 100  # posts, of each of which many may have been told


def follow_later(*, keys: Sequence[int]) -> None:
    """Have it done after the commit, some posts at a time: nobody waits for rows that others are reading."""
    for start in range(0, len(keys), A_JOB):
        enqueue(TASK, list(keys[start : start + A_JOB]))


def follow(*, keys: Sequence[int]) -> None:
    """Note where posts are now; repeated, it changes nothing."""
    places = dict(Post.objects.filter(pk__in=keys).values_list("pk", "topic_id"))
    numbers = dict(Post.objects.filter(pk__in=keys).values_list("pk", "number"))
    about = Activity.objects.filter(object_kind=POST, object_id__in=places)
    for activity in about.order_by("pk").only("pk", "object_id"):
        container, number = name_of(places[activity.object_id]), numbers[activity.object_id]
        with transaction.atomic():
            # First the activity, on which who tells of it holds the lock: all that was told by then is seen after it.
            Activity.objects.filter(pk=activity.pk).update(container=container, number=number)
            told = Notification.objects.filter(activity=activity.pk).exclude(container=container)
            told.update(container=container)
