"""How far each member has read, and when they were last here."""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .topics import Topic

if TYPE_CHECKING:
    from community.members.models import User

# The ORM has no word for "the larger of both": in one statement nobody who writes at once takes a position back. Of two
# windows or devices that show a topic at once each tells its own seconds; no more of them count than have passed.
ADVANCE = """
INSERT INTO forums_reading (user_id, topic_id, last_read, seconds, last_read_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (user_id, topic_id) DO UPDATE SET
    last_read = CASE
        WHEN excluded.last_read > forums_reading.last_read THEN excluded.last_read ELSE forums_reading.last_read
    END,
    seconds = forums_reading.seconds + CASE
        WHEN excluded.seconds < {passed} THEN excluded.seconds WHEN {passed} > 0 THEN {passed} ELSE 0
    END,
    last_read_at = CASE
        WHEN excluded.last_read_at > forums_reading.last_read_at THEN excluded.last_read_at
        ELSE forums_reading.last_read_at
    END
RETURNING seconds
"""
PASSED = {
    "postgresql": "CAST(ROUND(EXTRACT(EPOCH FROM excluded.last_read_at - forums_reading.last_read_at)) AS INTEGER)",
    "sqlite": (
        "CAST(ROUND(86400 * (JULIANDAY(excluded.last_read_at) - JULIANDAY(forums_reading.last_read_at))) AS INTEGER)"
    ),
}
# One row for each member, so that windows with different topics which tell at once wait for each other, and share.
CLAIM = """
INSERT INTO forums_readingclock (user_id, until, seconds) VALUES (%s, %s, %s)
ON CONFLICT (user_id) DO UPDATE SET
    seconds = CASE
        WHEN excluded.until <= forums_readingclock.until THEN 0
        WHEN excluded.seconds < excluded.until - forums_readingclock.until THEN excluded.seconds
        ELSE excluded.until - forums_readingclock.until
    END,
    until = CASE
        WHEN excluded.until > forums_readingclock.until THEN excluded.until ELSE forums_readingclock.until
    END
RETURNING seconds
"""


class ReadingManager(models.Manager["Reading"]):
    """Positions in topics, and the time spent there, which only grow."""

    def advance(self, *, user_id: int, topic_id: int, number: int, seconds: int = 0) -> int:
        """Note that a member read up to a post, and for how long; a position that is further already stays.

        Seconds of two windows count once where they are the same: never more than since the last note. Of different
        topics `ReadingClock` says that. Returns the seconds of this topic, with these.
        """
        at = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(ADVANCE.format(passed=PASSED[connection.vendor]), [user_id, topic_id, number, seconds, at])
            return int(cursor.fetchone()[0])


class Reading(models.Model):
    """That a member opened a topic: the highest number they have seen there, and the time they spent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="readings")
    last_read = models.PositiveIntegerField(_("highest number read"), default=0)
    seconds = models.PositiveIntegerField(_("seconds spent"), default=0)
    last_read_at = models.DateTimeField(_("last read"), default=timezone.now)

    objects = ReadingManager()

    class Meta:
        verbose_name = _("reading position")
        verbose_name_plural = _("reading positions")
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.topic_id} #{self.last_read}"


class ReadingClockManager(models.Manager["ReadingClock"]):
    """Until when the reading of members was counted, which only grows."""

    def claim(self, *, user: User, seconds: int) -> int:
        """Return how many of these seconds a member can have read since any of their topics counted some.

        Before the first ones, since they joined. What is claimed is given once, whoever else claims at that moment.
        """
        if seconds <= 0:
            return 0
        now = int(timezone.now().timestamp())
        first = max(0, min(seconds, now - ceil(user.date_joined.timestamp())))
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [user.pk, now, first])
            return int(cursor.fetchone()[0])


class ReadingClock(models.Model):
    """Until when a member's reading was counted, in all topics together: no second counts in two of them.

    `until` is in whole seconds since 1970, with which every database calculates alike, and which lose nothing from note
    to note; `seconds` is what the last note was given.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    until = models.PositiveBigIntegerField(_("counted until"))
    seconds = models.PositiveIntegerField(_("seconds of the last note"))

    objects = ReadingClockManager()

    class Meta:
        verbose_name = _("clock of a reader")
        verbose_name_plural = _("clocks of readers")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.until_at}"

    @property
    def until_at(self) -> datetime:
        """Until when, as a moment."""
        return datetime.fromtimestamp(self.until, tz=UTC)


class Visit(models.Model):
    """When a member was last at the lists of the forum, and the visit before: what came since is new to them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(_("last seen"), default=timezone.now)
    previous_at = models.DateTimeField(_("end of the visit before"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("new topics dismissed"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.at}"
