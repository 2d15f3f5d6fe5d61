"""What moderators know of people, what they write to them, and accounts that were removed with all they wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..site_settings import moderation_settings

LONGEST_NOTE = 1000


class Note(models.Model):
    """What one moderator tells the others of a person; who asks for a copy of their data reads it, too."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name=_("member")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        verbose_name=_("moderator"),
    )
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("note on a person")
        verbose_name_plural = _("notes on persons")
        indexes = [models.Index(fields=["person", "-created_at"], name="note_on_person")]

    def __str__(self) -> str:
        return self.text[:50]


class ReplyTemplate(models.Model):
    """Words that moderators write often, in both languages: why something was hidden, or a warning."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    text = models.TextField(_("text (Indonesian)"), max_length=400)
    text_en = models.TextField(_("text (English)"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def text_in(self, language: str) -> str:
        """Give it in a language, or in Indonesian where it is not told in that."""
        return self.text_en if language == "en" and self.text_en else self.text

    @property
    def local_text(self) -> str:
        """Give it in the language of now."""
        return self.text_in(get_language() or settings.LANGUAGE_CODE)


class Removal(models.Model):
    """That an account was removed for spam, with all it wrote: undone within hours that are set, or else erased.

    Its member may appeal within those hours; then it isn't erased before that is decided.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name=_("member")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True)
    done_at = models.DateTimeField(_("given over to be erased"), null=True)
    # How the account stood before, for who undoes it.
    suspended_until = models.DateTimeField(null=True)
    suspended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("removed account")
        verbose_name_plural = _("removed accounts")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(undone_at=None), name="removal_once"),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(undone_at=None, done_at=None), name="removal_to_finish")
        ]

    def __str__(self) -> str:
        return str(self.person_id)

    @property
    def ends_at(self) -> datetime:
        """Until when it can be undone."""
        return self.created_at + timedelta(hours=moderation_settings().undo_hours)

    @property
    def is_undoable(self) -> bool:
        """Whether it can be undone now: within those hours, and until an appeal against it is decided."""
        if self.undone_at or self.done_at:
            return False
        return timezone.now() < self.ends_at or self.is_appealed

    @property
    def is_appealed(self) -> bool:
        """Whether its member appeals, and nobody has decided that."""
        return self.cases.filter(appeal__isnull=False, appeal__decided_at=None).exists()


class RemovedThing(models.Model):
    """What was deleted with an account, so that it comes back when that is undone, as it stood before."""

    removal = models.ForeignKey(Removal, on_delete=models.CASCADE, db_index=False, related_name="things")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("removed text")
        verbose_name_plural = _("removed texts")
        constraints = [models.UniqueConstraint(fields=["removal", "kind", "object_id"], name="removed_thing_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
