"""What was looked for: counts by day, without a trace of who asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asked(models.Model):
    """How often a text was looked for on one day, found nothing, and led to a result that was opened."""

    day = models.DateField(_("day"))
    text = models.CharField(_("text"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    times = models.PositiveIntegerField(_("searches"), default=0)
    without_result = models.PositiveIntegerField(_("without a result"), default=0)
    clicked = models.PositiveIntegerField(_("results opened"), default=0)

    class Meta:
        verbose_name = _("searched text")
        verbose_name_plural = _("searched texts")
        constraints = [models.UniqueConstraint(fields=["day", "text", "language"], name="search_asked_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.text} ({self.language}): {self.times}"
