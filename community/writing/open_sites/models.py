"""The list, which moderators keep in the editing room."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..hosts import LONGEST_HOST, clean_host


class OpenSite(models.Model):
    """A site, with all below it, to which visitors and new members link as often as they like."""

    host = models.CharField(
        _("site"), max_length=LONGEST_HOST, unique=True, help_text=_("Like kemdesa.go.id, with all below it.")
    )
    note = models.CharField(_("why"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("site that everybody may link to")
        verbose_name_plural = _("sites that everybody may link to")
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host

    def clean(self) -> None:
        """Bring it into the form in which links are compared."""
        super().clean()
        try:
            self.host = clean_host(self.host)
        except ValidationError as error:
            raise ValidationError({"host": error.messages}) from error
