"""What pages that members link to say of themselves."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LinkCard(models.Model):
    """Title and description of a page elsewhere, fetched once in the background and shown wherever it is linked to."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    url = models.TextField(_("address"), editable=False)
    url_hash = models.CharField(max_length=32, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    site_name = models.CharField(_("site"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    fetched_at = models.DateTimeField(_("fetched"), null=True, editable=False)

    class Meta:
        verbose_name = _("card of a link")
        verbose_name_plural = _("cards of links")
        indexes = [models.Index(fields=["-created_at"], name="link_card_latest")]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def host(self) -> str:
        """Whose page it is, which its own words don't prove."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")
