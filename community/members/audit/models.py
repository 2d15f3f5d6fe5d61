"""What lets a line of the log be changed: see `forgetting`, and the triggers in `guard`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogErasing(models.Model):
    """That words are being taken out of the log, by the transaction that wrote this row; none outlives it.

    Nobody else sees the row, so the log is open to nobody else.
    """

    class Meta:
        default_permissions = ()
        verbose_name = _("words being taken out of the log")
        verbose_name_plural = _("words being taken out of the log")

    def __str__(self) -> str:
        return str(self.pk)
