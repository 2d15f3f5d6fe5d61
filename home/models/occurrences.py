"""The dates of events as rows: what calendars, lists and later RSVPs refer to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .events import EventPage


class Zone(models.TextChoices):
    """The three time zones of Indonesia, none of which has a summer time."""

    WIB = "Asia/Jakarta", _("WIB, western Indonesia")
    WITA = "Asia/Makassar", _("WITA, central Indonesia")
    WIT = "Asia/Jayapura", _("WIT, eastern Indonesia")


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Occurrences by time; which of them a viewer may see is asked of the services."""

    def listed(self) -> Self:
        """Those whose date still stands on the page, be it cancelled."""
        return self.filter(is_listed=True)

    def coming(self, now: datetime | None = None) -> Self:
        """Those that are not over, the next one first."""
        return self.filter(end__gt=now or timezone.now()).order_by("start", "pk")

    def past(self, now: datetime | None = None) -> Self:
        """Those that are over, the latest first."""
        return self.filter(end__lte=now or timezone.now()).order_by("-start", "-pk")

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """Those of which a part lies between two instants."""
        return self.filter(start__lt=end, end__gt=start)


class Occurrence(models.Model):
    """One date of an event, derived from its page in the original language; never deleted, only cancelled."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.UUIDField(_("event"), help_text=_("The translation key that all languages of the event share."))
    recurrence_id = models.UUIDField(_("date"), help_text=_("The key of the date on the page; it stays when moved."))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Given once: the first date is 1."))
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"), help_text=_("Exclusive; midnight after the last day of a whole-day event."))
    open_end = models.BooleanField(_("without an announced end"), default=False)
    zone = models.CharField(_("time zone"), max_length=20, choices=Zone.choices)
    whole_day = models.BooleanField(_("whole day"), default=False)
    location = models.CharField(_("location"), max_length=600, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SCHEDULED)
    is_listed = models.BooleanField(_("listed"), default=True)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = OccurrenceQuerySet.as_manager()

    FACTS = ("start", "end", "open_end", "zone", "whole_day", "location", "state", "is_listed")

    # The page in the reader's language and the one that holds the facts, set by `services.events.with_pages`.
    page: EventPage
    facts: EventPage

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        indexes = [
            models.Index(fields=["end", "start"], name="occurrence_end_start"),
            models.Index(fields=["start"], name="occurrence_start"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "recurrence_id"], name="occurrence_once_per_date"),
            models.UniqueConstraint(fields=["event", "number"], name="occurrence_number_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.local_start:%Y-%m-%d %H:%M}"

    @property
    def is_cancelled(self) -> bool:
        """Whether this date does not take place."""
        return self.state == self.State.CANCELLED

    @property
    def is_past(self) -> bool:
        """Whether this date is over."""
        return self.end <= timezone.now()

    @property
    def zone_name(self) -> str:
        """The short name of the zone: WIB, WITA or WIT."""
        return Zone(self.zone).name

    @property
    def local_start(self) -> datetime:
        """The start on the clocks of the place."""
        return self.start.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        """The end on the clocks of the place."""
        return self.end.astimezone(ZoneInfo(self.zone))

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return self.local_start.date()

    @property
    def last_day(self) -> date:
        """The day it ends; an evening that lasts into the small hours counts as one day."""
        if self.open_end or (not self.whole_day and self.end - self.start < timedelta(hours=12)):
            return self.first_day
        return (self.local_end - timedelta(microseconds=1)).date()

    @property
    def is_multi_day(self) -> bool:
        """Whether it lasts more than one day."""
        return self.last_day > self.first_day
