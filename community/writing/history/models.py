"""Earlier texts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """What a text said before a change: the text before, who changed it then, when, and why if they told."""

    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))
    number = models.PositiveIntegerField(_("number of the change"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    at = models.DateTimeField(_("changed"), default=timezone.now)
    note = models.CharField(_("reason"), max_length=200, blank=True)
    # Whether others could read it when it stood there: what was held back then is not brought out by the history.
    was_live = models.BooleanField(default=True, editable=False)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_reason = models.CharField(_("reason for hiding"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ["kind", "object_id", "number"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "number"], name="version_number_of_text")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether everybody who may see the text may see what it said before, too."""
        return self.was_live and self.hidden_at is None
