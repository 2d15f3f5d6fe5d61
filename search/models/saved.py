"""Searches that members keep, to run them again and to be told what is new."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.models import LANGUAGES


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Saved searches, by what is to be done with them."""

    def due(self, night: datetime) -> Self:
        """Those not looked at since this night began; weekly ones when six nights lie between."""
        nightly = models.Q(rhythm=SavedSearch.Rhythm.NIGHTLY, checked_at__lt=night)
        weekly = models.Q(rhythm=SavedSearch.Rhythm.WEEKLY, checked_at__lt=night - timedelta(days=6))
        return self.filter(nightly | weekly)


class SavedSearch(models.Model):
    """A search that a member keeps; what it found up to the high-water mark is old news."""

    class Rhythm(models.TextChoices):
        NIGHTLY = "nightly", _("Every night")
        WEEKLY = "weekly", _("Once a week")
        NEVER = "never", _("No mails")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches", verbose_name=_("member")
    )
    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(
        _("search"), max_length=1000, help_text=_("As the address of its results has it, without the question mark.")
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="id")
    rhythm = models.CharField(_("mails"), max_length=10, choices=Rhythm.choices, default=Rhythm.NIGHTLY)
    high_water = models.BigIntegerField(
        _("high-water mark"), default=0, help_text=_("The key of the newest search entry that is no news any more.")
    )
    created_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)
    checked_at = models.DateTimeField(_("last looked at"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("last mail"), null=True, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "query"], name="search_saved_once")]
        indexes = [models.Index(fields=["rhythm", "checked_at"], name="search_saved_due")]

    def __str__(self) -> str:
        return self.name
