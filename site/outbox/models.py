"""Rows of what must happen after a commit: mail to send, jobs to run, sweeps to work off, and the schedule's memory."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Work(models.Model):
    """Something to be done once it is due, by one worker at a time.

    A worker *claims* a row: it writes its own `claim` and how long it may hold it. Whoever finds the time over takes
    the row; the former holder's writes then change nothing, because they name the old claim.
    """

    class State(models.TextChoices):
        """How far the work is."""

        PENDING = "pending", _("waiting")
        RUNNING = "running", _("in progress")
        DONE = "done", _("done")
        DOUBTFUL = "doubtful", _("in doubt")  # handed over, but the answer was never heard; only for mail
        FAILED = "failed", _("failed")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["pending", "running"]),
                name="%(class)s_open",
            )
        ]


class MailMessage(Work):
    """One mail, rendered; its Message-ID is fixed when it is written, so that a repeat could be recognised."""

    message_id = models.CharField(max_length=255, unique=True, editable=False)
    sender = models.CharField(_("from"), max_length=320)
    to = models.JSONField(_("to"), default=list)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    reply_to = models.JSONField(default=list, blank=True)
    subject = models.TextField(_("subject"), blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    attachments = models.JSONField(default=list, blank=True)  # [{"name", "type", "base64"}]
    handed_over_at = models.DateTimeField(null=True, editable=False)

    class Meta(Work.Meta):
        verbose_name = _("mail")
        verbose_name_plural = _("mails")

    def __str__(self) -> str:
        return self.subject or self.message_id


class Job(Work):
    """A call of a task with its arguments."""

    name = models.CharField(_("task"), max_length=200)
    args = models.JSONField(_("arguments"), default=list, blank=True)

    class Meta(Work.Meta):
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(repr, self.args))})"


class Sweep(Work):
    """A mass change worked off in steps: the task gets scope and cursor, and answers the next cursor or None."""

    name = models.CharField(_("task"), max_length=200)
    scope = models.CharField(_("scope"), max_length=500, blank=True)
    cursor = models.JSONField(null=True, blank=True)

    class Meta(Work.Meta):
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")

    def __str__(self) -> str:
        return f"{self.name}({self.scope})"


class ScheduledRun(models.Model):
    """When a periodic task last began under the embedded worker, so that several processes start it once."""

    task = models.CharField(max_length=200, primary_key=True)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.task
