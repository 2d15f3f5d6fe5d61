"""What Elasticsearch holds: its indexes, and what it refused."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from .entries import PendingDelivery, SearchEntry


class Refusal(models.Model):
    """What Elasticsearch refused for good, and why; it is asked again when the thing changes."""

    entry = models.OneToOneField(
        SearchEntry, on_delete=models.CASCADE, related_name="refusal", verbose_name=_("entry"), primary_key=True
    )
    reason = models.CharField(_("reason"), max_length=500)
    refused_at = models.DateTimeField(_("refused"), auto_now=True)

    class Meta:
        verbose_name = _("refused entry")
        verbose_name_plural = _("refused entries")
        ordering = ["-refused_at"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.reason}"


class SearchIndex(models.Model):
    """An index in Elasticsearch: each write goes to all that are being built or in use."""

    class State(models.TextChoices):
        BUILDING = "building", _("being built")
        ACTIVE = "active", _("in use")
        KEPT = "kept", _("kept, not in use")
        LOST = "lost", _("lost by the server")

    name = models.CharField(_("name"), max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.BUILDING)
    copied_to = models.PositiveBigIntegerField(
        _("copied up to"), default=0, help_text=_("The key of the last entry that the building has copied.")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    compared_at = models.DateTimeField(_("compared with the table"), null=True, blank=True, editable=False)
    repaired = models.PositiveBigIntegerField(
        _("repaired then"), default=0, editable=False, help_text=_("How many documents were missing, stale or surplus.")
    )

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    @property
    @admin.display(description=_("waiting for it"))
    def waiting(self) -> int | None:
        """How many entries it has not heard of as they are now; none where nothing is brought to it."""
        is_written = self.state in {self.State.BUILDING, self.State.ACTIVE}
        return PendingDelivery.objects.count() if is_written else None
