"""Rows of rights: copies asked for, accounts that end, consents, warnings before an unused account is deleted."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guard.private import private_storage


def export_path(export: Export, filename: str) -> str:
    """Name the file so that nothing about the member can be read from it, or guessed."""
    return f"exports/{uuid.uuid4().hex}.zip"


class Export(models.Model):
    """A copy of all data of a member, made in the background and offered for some days."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("member")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED, editable=False)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("offered until"), null=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), null=True, editable=False)
    file = models.FileField(storage=private_storage, upload_to=export_path, editable=False, blank=True)

    class Meta:
        verbose_name = _("copy of data")
        verbose_name_plural = _("copies of data")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(state="asked"), name="export_one_asked_per_user")
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="ready"), name="export_ready"),
            models.Index(fields=["user", "-asked_at"], name="export_of_user"),
            models.Index(fields=["state", "asked_at"], name="export_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"


class Erasure(models.Model):
    """An account that ends: asked for, perhaps stopped (then the row goes), worked off in steps, done for good."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("asked for by the member")
        INACTIVE = "inactive", _("not used for a long time")
        SPAM = "spam", _("removed by moderators for spam")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasure", verbose_name=_("member")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, default=Reason.ASKED, editable=False)
    keeps = models.BooleanField(
        _("contributions stay"), help_text=_("Under “Former member”; else they are deleted too."), editable=False
    )
    was_listed = models.BooleanField(default=False, editable=False)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("begins"), editable=False)
    began_at = models.DateTimeField(_("begun"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    class Meta:
        verbose_name = _("deletion of an account")
        verbose_name_plural = _("deletions of accounts")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(began_at=None), name="erasure_due"),
            models.Index(fields=["began_at"], condition=Q(done_at=None), name="erasure_open"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"


class Consent(models.Model):
    """What a member agreed to, in which words and when; and when they took it back."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("Membership: terms and privacy")
        LISTED = "listed", _("Being found: my profile is open to everyone")
        ASSISTED = "assisted", _("Being accompanied: a mentor writes for me")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents", verbose_name=_("member")
    )
    kind = models.CharField(_("for what"), max_length=20, choices=Kind)
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"))
    pages = models.JSONField(_("pages"), default=list)  # [{"title", "path", "revision"}] as they stood then
    agreed_at = models.DateTimeField(_("agreed"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    is_replaced = models.BooleanField(_("replaced by a newer one"), default=False)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-agreed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(withdrawn_at=None), name="consent_one_standing_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"


class InactivityWarning(models.Model):
    """A mail that told a member that their account is not used and will be deleted; each is sent once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("member")
    )
    days = models.PositiveIntegerField(_("days without a visit"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("warning of deletion")
        verbose_name_plural = _("warnings of deletion")
        constraints = [models.UniqueConstraint(fields=["user", "days"], name="inactivity_warned_once")]

    def __str__(self) -> str:
        return str(self.days)
