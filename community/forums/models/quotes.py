"""Whom a post names above the words that it quotes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .posts import Post


class Quote(models.Model):
    """A post names the author of another one above a quote; found by these rows when that account is deleted."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, db_index=False, related_name="quotes")
    quoted = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [models.UniqueConstraint(fields=["post", "quoted"], name="quote_once")]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.quoted_id}"
