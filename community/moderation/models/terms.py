"""Words and sites of which texts are held."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
LONGEST = 100


class BlockedTerm(models.Model):
    """A word, several words, or a site: a text that has it waits until a moderator has read it."""

    class Kind(models.TextChoices):
        WORD = "word", _("Word or words")
        HOST = "host", _("Site")

    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.WORD)
    text = models.CharField(
        _("text"),
        max_length=LONGEST,
        help_text=_("A word is meant in capitals too, with * at its end also longer ones. A site with all below it."),
    )
    note = models.CharField(_("why"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("blocked word or site")
        verbose_name_plural = _("blocked words and sites")
        ordering = ["kind", "text"]
        constraints = [models.UniqueConstraint(fields=["kind", "text"], name="blocked_term_once")]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Bring it into the form in which texts are searched, and refuse what would hold nearly everything."""
        super().clean()
        text = " ".join(self.text.lower().split())
        if self.kind == self.Kind.HOST:
            text = re.sub(r"^[a-z]+://|^www\.", "", text.partition("://")[2] or text).partition("/")[0]
            text = as_written_by_browsers(text)
            if not HOST.fullmatch(text):
                raise ValidationError({"text": gettext("Please write a site like toko.example.")})
        elif "*" in text[:-1]:
            raise ValidationError({"text": gettext("A * stands only at the end of a word.")})
        elif len([sign for sign in text if sign.isalnum()]) < 2:
            raise ValidationError({"text": gettext("A word has at least two letters or digits.")})
        self.text = text


def as_written_by_browsers(host: str) -> str:
    """Give the name of a site in the letters that addresses have (RFC 3490); what can't be one is left as it is."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
