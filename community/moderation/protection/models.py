"""What is kept, for some days, of what unproven accounts write and where they come from: hashes that tell nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LENGTH = 32  # of a keyed hash, in hexadecimal digits


class Trace(models.Model):
    """That a text of somebody unproven was written, leads to a site, gives a contact, or says certain words.

    `writer` is a member or, by their address, a visitor; `thing` the text. What once stood in a text stays noted when
    it is changed.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("a text")
        SITE = "site", _("a site that it links to")
        CONTACT = "contact", _("a contact in it")
        WORDS = "words", _("words in it")
        LINE = "line", _("the whole of a short text")

    kind = models.CharField(max_length=7, choices=Kind)
    value = models.CharField(max_length=LENGTH, blank=True)
    writer = models.CharField(max_length=LENGTH)
    thing = models.CharField(max_length=LENGTH)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("trace of a new member’s text")
        verbose_name_plural = _("traces of new members’ texts")
        constraints = [models.UniqueConstraint(fields=["thing", "kind", "value"], name="trace_once")]
        indexes = [
            models.Index(fields=["kind", "value", "at"], name="trace_same"),
            models.Index(fields=["writer", "kind", "at"], name="trace_by_writer"),
            models.Index(fields=["at"], name="trace_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Arrival(models.Model):
    """From which network somebody unproven signed up or in; the network itself is kept nowhere."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=LENGTH)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("arrival of a new member")
        verbose_name_plural = _("arrivals of new members")
        constraints = [models.UniqueConstraint(fields=["user", "network"], name="arrival_once")]
        indexes = [
            models.Index(fields=["network", "at"], name="arrival_network"),
            models.Index(fields=["at"], name="arrival_age"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.network}"
