"""Which topics are talked about most, in each of some spans of time."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from .topics import Topic


class Period(models.TextChoices):
    """A span of time that ends now."""

    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    ALL = "all", _("All time")


LENGTHS: dict[str, timedelta] = {
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
    Period.YEAR: timedelta(days=365),
}


class TopTopic(models.Model):
    """How much a topic was talked about in a period; counted anew by a job, so that a list has nothing to sort."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, db_index=False, related_name="tops")
    period = models.CharField(_("period"), max_length=5, choices=Period.choices)
    score = models.PositiveIntegerField(_("score"))

    class Meta:
        verbose_name = _("top topic")
        verbose_name_plural = _("top topics")
        constraints = [models.UniqueConstraint(fields=["topic", "period"], name="top_topic_once")]
        indexes = [models.Index(fields=["period", "-score", "-topic"], name="top_topic_by_score")]

    def __str__(self) -> str:
        return f"{self.topic_id}, {self.period}: {self.score}"
