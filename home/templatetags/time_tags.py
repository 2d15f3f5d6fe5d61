"""How time, money and counts read: an event in its own zone, how long ago something was, whole rupiah."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from home.models import Occurrence

register = template.Library()

DAY = "j F Y"
MINUTE, HOUR = 60, 3600


@register.simple_tag
def when(occurrence: Occurrence) -> str:
    """Tell days and hours of a date in its own zone: `Sabtu, 19 Juli 2026, 09.00 WIT`."""
    if occurrence.whole_day:
        return days(occurrence)
    return f"{days(occurrence)}, {hours(occurrence)}"


@register.filter
def days(occurrence: Occurrence) -> str:
    """Tell the day with its weekday, or the range of days."""
    first, last = occurrence.first_day, occurrence.last_day
    return day_range(first, last) if last > first else date_format(first, f"l, {DAY}")


@register.filter
def hours(occurrence: Occurrence) -> str:
    """Tell the hours with the name of the zone; of several days only when it begins on the first."""
    if occurrence.whole_day:
        return _("whole day")
    start = clock(occurrence.local_start)
    if occurrence.is_multi_day:
        return _("from %(time)s") % {"time": f"{start} {occurrence.zone_name}"}
    if occurrence.open_end:
        return f"{start} {occurrence.zone_name}"
    return f"{start}–{clock(occurrence.local_end)} {occurrence.zone_name}"


@register.filter
def clock(moment: datetime | time) -> str:
    """Write the time of day as the reader's language writes it: `19.30` or `19:30`."""
    return f"{moment:%H:%M}" if get_language() == "en" else f"{moment:%H.%M}"


@register.filter
def in_full(moment: datetime) -> str:
    """Write an instant whole, in the reader's zone: `28 November 2026, 19.58 WIT`."""
    local = timezone.localtime(moment)
    return f"{date_format(local, DAY)}, {clock(local)} {local.tzname()}"


@register.simple_tag
def day_range(first: date, last: date) -> str:
    """Write a range of days that says month and year once where they are the same."""
    if first.year != last.year:
        return f"{date_format(first, DAY)} – {date_format(last, DAY)}"
    if first.month != last.month:
        return f"{date_format(first, 'j F')} – {date_format(last, DAY)}"
    if first.day != last.day:
        return f"{first.day}–{date_format(last, DAY)}"
    return date_format(first, DAY)


@register.simple_tag
def ago(moment: datetime) -> SafeString:
    """Tell how long ago something was, as a `time` element that holds the exact instant: `12 menit lalu`."""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        f"{date_format(local, DAY)}, {clock(local)}",
        distance(local, timezone.localtime()),
    )


def distance(moment: datetime, now: datetime) -> str:
    """Find the words for the time between two local moments; after a week the date itself."""
    seconds = int((now - moment).total_seconds())
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        count = seconds // MINUTE
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", count) % {"count": count}
    passed = now.date() - moment.date()
    if passed == timedelta(0) or seconds < 6 * HOUR:
        count = seconds // HOUR
        return ngettext("%(count)d hour ago", "%(count)d hours ago", count) % {"count": count}
    if passed.days == 1:
        return _("yesterday")
    if passed.days < 7:
        return ngettext("%(count)d day ago", "%(count)d days ago", passed.days) % {"count": passed.days}
    return date_format(moment, "j F" if moment.year == now.year else DAY)


@register.filter
def rupiah(amount: int) -> str:
    """Write whole rupiah, grouped as the reader's language does: `Rp1.500.000`."""
    return f"Rp{number_format(amount, 0, force_grouping=True)}"


@register.filter
def grouped(number: int) -> str:
    """Write a whole number, grouped as the reader's language does: `4.312`."""
    return number_format(number, 0, force_grouping=True)


@register.filter
def is_this_year(day: date) -> bool:
    """Whether a day is in the year that is now, so that its year needn't be said."""
    return day.year == timezone.localdate().year


@register.filter
def short_day(day: date) -> str:
    """Write a day on little room, without its year in the year that is now: `9 Jul`."""
    return date_format(day, "j M" if is_this_year(day) else "j M Y")


@register.filter
def last_day_short(occurrence: Occurrence) -> str:
    """Write the last day of several beside the first: only its number in the same month."""
    last = occurrence.last_day
    return str(last.day) if last.month == occurrence.first_day.month else date_format(last, "j M")
