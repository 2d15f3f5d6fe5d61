"""Reports: who says of a thing that it shouldn't stand here, why, and what became of that."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..site_settings import moderation_settings

LONGEST_WORDS = 1000


class Reason(models.TextChoices):
    """Why somebody reports something."""

    OFF_TOPIC = "off_topic", _("It doesn’t belong here")
    RUDE = "rude", _("It is rude or hurts somebody")
    SPAM = "spam", _("It is advertising or fraud")
    ILLEGAL = "illegal", _("It is against the law")
    PERSONAL_DATA = "personal_data", _("It shares somebody’s private information")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    """What became of a report."""

    AGREED = "agreed", pgettext_lazy("report", "agreed")
    DISAGREED = "disagreed", pgettext_lazy("report", "not agreed")
    IGNORED = "ignored", pgettext_lazy("report", "left undecided")


class FlagQuerySet(models.QuerySet["Flag"]):
    """Reports."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(retracted_at=None)

    def that_weigh(self) -> Self:
        """Those by which something is hidden, or somebody silenced: of members, and not of who was silenced.

        What was reported before a silence ended, or began, orders the queue alone, as what visitors report.
        """
        return self.exclude(reporter=None).exclude(reporter__silenced_until__gt=F("created_at"))


class Flag(models.Model):
    """That somebody reports a thing: a member, or a visitor, perhaps with an address to answer to."""

    review = models.ForeignKey("moderation.Review", on_delete=models.CASCADE, related_name="flags", db_index=False)
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.PositiveBigIntegerField(_("key"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="+",
        verbose_name=_("reported by"),
    )
    email = models.EmailField(_("e-mail"), blank=True)  # in small letters
    language = models.CharField(_("language"), max_length=10, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    words = models.TextField(_("in their words"), max_length=LONGEST_WORDS, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    retracted_at = models.DateTimeField(_("taken back"), null=True)
    # A hash of what the thing said when it was reported (`Kind.said`), so that one knows whether that still stands
    # there; of one that was taken back what it said by then, so that it isn't sent once more.
    said = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "kind", "object_id"],
                condition=Q(retracted_at=None, outcome="") & ~Q(reporter=None),
                name="flag_once",
            ),
            models.UniqueConstraint(
                fields=["email", "kind", "object_id"],
                condition=Q(outcome="") & ~Q(email=""),
                name="flag_once_by_address",
            ),
        ]
        indexes = [
            models.Index(fields=["review", "created_at"], name="flag_of_review"),
            models.Index(fields=["reporter", "-created_at"], condition=~Q(reporter=None), name="flag_of_member"),
            models.Index(fields=["created_at"], name="flag_by_time"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def is_open(self) -> bool:
        """Whether it is with the moderators: neither taken back nor decided."""
        return self.retracted_at is None and not self.outcome

    @property
    def settled_words(self) -> str:
        """A hash of what it was about when it was taken back or decided; empty where that isn't known."""
        if self.is_open:
            return ""
        return self.said if self.retracted_at else self.review.said

    @property
    def may_be_retracted(self) -> bool:
        """Whether its author may still take it back."""
        ends = self.created_at + timedelta(minutes=moderation_settings().retract_minutes)
        return self.is_open and timezone.now() < ends
