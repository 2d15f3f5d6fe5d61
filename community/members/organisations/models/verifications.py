"""That staff have seen what proves an organisation is what it says; the proof itself is theirs alone."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guard.private import private_storage

from .organisations import Organisation


def evidence_path(evidence: Evidence, filename: str) -> str:
    """Name the file so that nothing can be read from it, or guessed."""
    return f"organisations/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


class Verification(models.Model):
    """One time that staff verified an organisation, until it ends; only the day is public."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="verifications")
    at = models.DateTimeField(_("verified"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("verified by")
    )
    note = models.TextField(_("what was seen"), max_length=2000)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(ended_at=None), name="verification_one_stands")
        ]
        indexes = [
            models.Index(fields=["ended_at"], name="verification_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Evidence(models.Model):
    """A file that proved it, kept in the private store."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=120)
    file = models.FileField(storage=private_storage, upload_to=evidence_path)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.name
