"""On which days members were here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitedDay(models.Model):
    """That a member was here on a day of theirs; older ones are only counted (`User.earlier_days`)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name=_("member")
    )
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("day of a visit")
        verbose_name_plural = _("days of visits")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="visited_day_once")]
        indexes = [models.Index(fields=["day"], name="visited_day_by_day")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.day}"
