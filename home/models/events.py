"""Events: visits, trainings, markets, talks, and their index."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyBlock

from .media import CustomImage
from .occurrences import Occurrence, Zone
from .region_pages import FurtherRegion
from .regions import Region
from .restrictions import RestrictedInOneQuery
from .vocabulary import Sector

OPEN_END = timedelta(hours=2)  # how long a date without an announced end counts as going on


class ItineraryItemBlock(blocks.StructBlock):
    """What happens at a time of the day."""

    time = blocks.TimeBlock(label=_("Time"), required=False)
    text = blocks.CharBlock(label=_("What happens"), max_length=240)


class ItineraryDayBlock(blocks.StructBlock):
    """One day of an event, counted from its first."""

    day = blocks.IntegerBlock(label=_("Day"), min_value=1, max_value=60, default=1)
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    items = blocks.ListBlock(ItineraryItemBlock(), label=_("Programme"), min_num=1, max_num=40)

    class Meta:
        icon = "date"
        label = _("Day")


class EventIndexPage(RestrictedInOneQuery, Page):
    """All events of the country: the coming ones, and those that were."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    template = "home/event_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.EventPage"]

    class Meta:
        verbose_name = _("index of events")


class EventPage(RestrictedInOneQuery, Page):
    """An event of a region. Its dates become `Occurrence` rows; translations read its facts from the original."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit")
        TRAINING = "training", _("Training")
        MARKET = "market", _("Market")
        TALK = "talk", _("Online talk")
        FESTIVAL = "festival", _("Festival")
        MEETING = "meeting", _("Meeting")

    intro = models.TextField(_("introduction"), max_length=400)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.MEETING)
    zone = models.CharField(_("time zone"), max_length=20, choices=Zone.choices, default=Zone.WIT)
    is_cancelled = models.BooleanField(
        _("cancelled"), default=False, help_text=_("None of its dates takes place. It stays on the site, marked so.")
    )
    is_example = models.BooleanField(_("example"), default=False, help_text=_("People and figures in it are invented."))
    place = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("region of the place"),
        help_text=_("Where people meet; empty if it is only online."),
    )
    venue = models.CharField(_("venue"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, WGS 84."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees, WGS 84."),
    )
    online_url = models.URLField(
        _("online link"),
        blank=True,
        validators=[URLValidator(schemes=["https"], message=_("Give a whole address that begins with https://."))],
    )
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    language = models.CharField(_("spoken language"), max_length=80, blank=True)
    cost = models.PositiveIntegerField(_("cost"), default=0, help_text=_("Whole rupiah for one person; 0 is free."))
    cost_note = models.CharField(
        _("note on the cost"), max_length=160, blank=True, help_text=_("What it covers, who pays less.")
    )
    cover = models.ForeignKey(
        CustomImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("cover")
    )
    cover_caption = models.CharField(_("caption of the cover"), max_length=255, blank=True)
    sectors = ParentalManyToManyField(Sector, blank=True, related_name="events", verbose_name=_("sectors"))
    itinerary = StreamField([("day", ItineraryDayBlock())], blank=True, verbose_name=_("itinerary"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("zone")]), FieldPanel("is_cancelled")], heading=_("Kind")
        ),
        InlinePanel("dates", label=_("Date"), heading=_("Dates"), min_num=1, max_num=60),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("venue"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("online_url"),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("organiser"),
                FieldPanel("language"),
                FieldPanel("cost"),
                FieldPanel("cost_note"),
                FieldPanel("is_example"),
            ],
            heading=_("Taking part"),
        ),
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_caption")], heading=_("Cover")),
        FieldPanel("itinerary"),
        FieldPanel("body"),
        MultipleChooserPanel(
            "further_regions", label=_("Region"), heading=_("Further regions"), chooser_field_name="region"
        ),
        FieldPanel("sectors"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("venue")]
    override_translatable_fields = [
        SynchronizedField("cover"),
        SynchronizedField("kind"),
        SynchronizedField("zone"),
        SynchronizedField("is_cancelled"),
        SynchronizedField("is_example"),
        SynchronizedField("address"),
        SynchronizedField("online_url"),
    ]
    template = "home/event_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.EventIndexPage", "home.RegionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("event")

    @property
    def location(self) -> str:
        """Where it is, in one line; the online link where people meet nowhere else."""
        parts = [self.venue, self.address, self.place.full_name if self.place else ""]
        return ", ".join(part for part in parts if part) or self.online_url

    @cached_property
    def original(self) -> EventPage:
        """The page that holds the facts: the first of its translations."""
        pages = EventPage.objects.filter(translation_key=self.translation_key, alias_of=None)
        first = pages.select_related("place").order_by("pk").first()
        return self if first is None or first.pk == self.pk else first

    def clean(self) -> None:
        """Refuse an event that takes place nowhere, and half a point."""
        super().clean()
        errors: dict[str, Any] = {}
        if not self.place_id and not self.venue.strip() and not self.online_url:
            errors["place"] = _("Say where it takes place, or give an online link.")
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude" if self.longitude is None else "latitude"] = _("Give both latitude and longitude.")
        if errors:
            raise ValidationError(errors)


class EventDate(Orderable):
    """One date of an event, on the clocks of its place; `key` stays when the date is moved."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="dates")
    key = models.UUIDField(_("key"), null=True, blank=True)
    whole_day = models.BooleanField(_("whole day"), default=False)
    start_day = models.DateField(_("first day"))
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: the same day."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True, help_text=_("Empty: not announced."))
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("start_day"), FieldPanel("start_time")]),
        FieldRowPanel([FieldPanel("end_day"), FieldPanel("end_time")]),
        FieldRowPanel([FieldPanel("whole_day"), FieldPanel("is_cancelled")]),
        FieldPanel("key", widget=HiddenInput, classname="w-hidden"),
    ]

    def __str__(self) -> str:
        return f"{self.start_day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give the date its key once."""
        self.key = self.key or uuid.uuid4()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a date that doesn't begin or ends before it does."""
        super().clean()
        self.key = self.key or uuid.uuid4()
        if not self.start_day:
            return
        for name in ("start_day", "end_day"):
            day = getattr(self, name)
            if day and not 1900 <= day.year <= 2200:  # others are slips, and some no clock can count
                raise ValidationError({name: _("Please look at the year once more.")})
        if not self.whole_day and self.start_time is None:
            raise ValidationError({"start_time": _("Give the hour it begins, or mark it as a whole day.")})
        start, end = self.span(Zone.WIT)
        if end < start or (self.end_day and self.end_day < self.start_day):
            raise ValidationError({"end_day": _("It can't end before it begins.")})

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """Start and exclusive end as instants, when its days and hours are those of a zone."""
        clocks = ZoneInfo(zone)
        last = self.end_day or self.start_day
        if self.whole_day or self.start_time is None:
            first = datetime.combine(self.start_day, time.min, clocks)
            return first, datetime.combine(last, time.min, clocks) + timedelta(days=1)
        start = datetime.combine(self.start_day, self.start_time, clocks)
        if self.end_time is not None:
            return start, datetime.combine(last, self.end_time, clocks)
        if last > self.start_day:
            return start, datetime.combine(last, time.min, clocks) + timedelta(days=1)
        return start, start + OPEN_END

    def plan(self) -> Occurrence:
        """Make the occurrence that this date asks for, not yet stored."""
        zone, whole_day = self.page.zone, self.whole_day or self.start_time is None
        start, end = self.span(zone)
        one_day = not self.end_day or self.end_day == self.start_day
        cancelled = self.is_cancelled or self.page.is_cancelled
        return Occurrence(
            event=self.page.translation_key,
            recurrence_id=self.key or uuid.uuid4(),
            start=start,
            end=end,
            open_end=not whole_day and self.end_time is None and one_day,
            zone=zone,
            whole_day=whole_day,
            location=re.sub(r"\s+", " ", self.page.location)[:600],
            state=Occurrence.State.CANCELLED if cancelled else Occurrence.State.SCHEDULED,
        )


class EventRegion(FurtherRegion):
    """A region that an event concerns besides the one it stands under."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="further_regions")
