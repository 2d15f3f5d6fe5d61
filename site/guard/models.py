"""What the border remembers: which forms were already answered, and how."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    """One form that was sent; written in the transaction of what it did, so both stand or neither does."""

    scope = models.CharField(max_length=60)
    owner = models.CharField(max_length=80)  # "user:12", or "" for a visitor, whose key alone is a secret
    key = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [models.UniqueConstraint(fields=["scope", "owner", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
