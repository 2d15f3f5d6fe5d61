"""How far each member has read, and when they were last here."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .topics import Topic

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
"""
PASSED = {
    "postgresql": "CAST(ROUND(EXTRACT(EPOCH FROM excluded.last_read_at - forums_reading.last_read_at)) AS INTEGER)",
    "sqlite": (
        "CAST(ROUND(86400 * (JULIANDAY(excluded.last_read_at) - JULIANDAY(forums_reading.last_read_at))) AS INTEGER)"
    ),
}


class ReadingManager(models.Manager["Reading"]):
    """Positions in topics, and the time spent there, which only grow."""

    def advance(self, *, user_id: int, topic_id: int, number: int, seconds: int = 0) -> None:
        """Note that a member read up to a post, and for how long; a position that is further already stays.

        Seconds of two windows count once where they are the same: never more than since the last note.
        """
        at = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(ADVANCE.format(passed=PASSED[connection.vendor]), [user_id, topic_id, number, seconds, at])


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
