"""The words of public titles, to find which one was meant by a word with a typing error."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Spelling(models.Model):
    """A word, and one way to come to it: itself, or itself without one of its letters.

    Two words that differ by one letter left out, added, changed or swapped share such a variant, so they are found by
    equality (symmetric deletion, W. Garbe 2012), on every database alike.
    """

    variant = models.CharField(_("variant"), max_length=40)
    word = models.CharField(_("word"), max_length=40)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        constraints = [models.UniqueConstraint(fields=["variant", "word"], name="search_spelling_once")]

    def __str__(self) -> str:
        return f"{self.variant} → {self.word}"
