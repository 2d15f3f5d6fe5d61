"""Words and sites of which texts are held."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.writing.hosts import LONGEST_HOST, clean_host


class BlockedTerm(models.Model):
    """A word, several words, or a site: a text that has it waits until a moderator has read it."""

    class Kind(models.TextChoices):
        WORD = "word", _("Word or words")
        HOST = "host", _("Site")

    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.WORD)
    text = models.CharField(
        _("text"),
        max_length=LONGEST_HOST,
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
            try:
                text = clean_host(text)
            except ValidationError as error:
                raise ValidationError({"text": error.messages}) from error
        elif "*" in text[:-1]:
            raise ValidationError({"text": gettext("A * stands only at the end of a word.")})
        elif len([sign for sign in text if sign.isalnum()]) < 2:
            raise ValidationError({"text": gettext("A word has at least two letters or digits.")})
        self.text = text
