"""The words of documents, as far as they could be read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentText(models.Model):
    """What was read in a document's file; made anew when the file is another."""

    class Problem(models.TextChoices):
        PROTECTED = "protected", _("It is protected, perhaps by a password.")
        BROKEN = "broken", _("The file is damaged.")
        TOO_LARGE = "too_large", _("The file is too large.")
        SWELLING = "swelling", _("Unpacked, the file is too large.")
        TOO_SLOW = "too_slow", _("Reading it takes too long.")
        MISSING = "missing", _("The file is not there.")
        WORDLESS = "wordless", _("There are no words in it, perhaps only pictures of pages.")

    document = models.OneToOneField(
        "home.CustomDocument",
        on_delete=models.CASCADE,
        related_name="reading",
        verbose_name=_("document"),
        primary_key=True,
    )
    text = models.TextField(_("text"), blank=True)
    file_hash = models.CharField(
        _("hash of the file"), max_length=40, blank=True, help_text=_("Of the file that was read.")
    )
    problem = models.CharField(_("problem"), max_length=20, choices=Problem.choices, blank=True)
    read_at = models.DateTimeField(_("read"), auto_now=True)

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return str(self.document)
