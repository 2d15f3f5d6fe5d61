"""What a member read and keeps as their own data: told of, and removed with the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import F

from community.members.rights.answers import Part

from ..models import Bookmark, Reading, ReadingClock, Visit
from ..models.participants import title_for

if TYPE_CHECKING:
    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield how far the member read, what they keep, and when they were last here."""
    readings = Reading.objects.filter(user=user).order_by("pk")
    yield Part(
        "forum_reading",
        readings.values("last_read", "seconds", "last_read_at", topic_title=title_for(user.pk)).iterator(),
    )
    clocks = ReadingClock.objects.filter(user=user)
    yield Part("forum_reading_clock", ({"until": clock.until_at, "seconds": clock.seconds} for clock in clocks))
    bookmarks = Bookmark.objects.filter(user=user).order_by("pk")
    told = ("note", "remind_at", "reminded_at", "created_at")
    rows = bookmarks.values(*told, topic_title=title_for(user.pk, topic="post__topic"), post_number=F("post__number"))
    yield Part("forum_bookmarks", rows.iterator())
    visits = Visit.objects.filter(user=user)
    yield Part("forum_visits", visits.values("at", "previous_at", "dismissed_at").iterator())


def erase(*, user: User, limit: int) -> int:
    """Delete at most `limit` of these rows; return how many."""
    for model in (Reading, ReadingClock, Bookmark, Visit):
        keys = list(model.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)[:limit])
        if keys:
            return model.objects.filter(pk__in=keys).delete()[0]
    return 0
