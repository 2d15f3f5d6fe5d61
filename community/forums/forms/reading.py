"""What one fills in to keep a post, and to go to a place in a topic."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.templatetags.time_tags import clock

from ..models.bookmarks import LONGEST_NOTE

if TYPE_CHECKING:
    from django.http import QueryDict

    from community.members.models import User

    from ..models import Bookmark

EVENING, MORNING = time(18), time(8)
MONDAY = 7
LATE = 17  # from this hour on the evening of the day is no longer offered
NEVER, AS_IT_IS, TODAY, TOMORROW, NEXT_WEEK, OWN = "", "kept", "today", "tomorrow", "week", "own"


class DayInput(forms.DateInput):
    """The browser's own calendar; it shows nothing where what came is no day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        """Leave out what no calendar could show."""
        try:
            return super().format_value(parse_date(value) if isinstance(value, str) else value)
        except ValueError:  # the thirtieth of February
            return None


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput, required=False, **kwargs)


class BookmarkForm(forms.Form):
    """A note to oneself, and when to be reminded: some moments to choose from, in the member's zone, or one's own."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=gettext_lazy("Why you keep it. Only you see this."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    remind = forms.ChoiceField(label=gettext_lazy("Remind me"), required=False, widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Day"))
    hour = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        initial=MORNING,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(
        self, data: QueryDict | None = None, *, member: User, post_id: int, known: Bookmark | None = None
    ) -> None:
        initial = {"note": known.note if known else "", "remind": NEVER}
        self.zone = ZoneInfo(member.zone)
        self.kept = known.remind_at if known else None
        if self.kept:
            initial["remind"] = AS_IT_IS
        super().__init__(data, initial=initial, auto_id=f"id_{post_id}_%s")  # several may stand on one page
        now = timezone.localtime(timezone.now(), self.zone)
        self.moments = moments(now, is_sent=data is not None)
        remind = cast("forms.ChoiceField", self.fields["remind"])
        remind.choices = self._choices(self.moments)
        remind.widget.choices = self._choices(self._offered(now))

    def clean(self) -> dict[str, Any]:
        """Find the moment; one of one's own needs its day, and a day that is filled in is one."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("remind", NEVER)
        if chosen in (NEVER, AS_IT_IS) and cleaned.get("day"):
            chosen = OWN
        moment = self.kept if chosen == AS_IT_IS else self.moments.get(chosen)
        if chosen == OWN:
            day = cleaned.get("day")
            if day is None and "day" not in self.errors:
                self.add_error("day", _("Please choose the day."))
            moment = datetime.combine(day, cleaned.get("hour") or MORNING, tzinfo=self.zone) if day else None
        cleaned["remind_at"] = moment
        return cleaned

    def _offered(self, now: datetime) -> dict[str, datetime]:
        """List the moments that are shown: those of now, and the one that was chosen before, while it is to come."""
        chosen = self["remind"].value()
        offered = {name: at for name, at in self.moments.items() if name == chosen and at > now}
        offered |= {name: at for name, at in moments(now).items() if at not in offered.values()}
        return {name: offered[name] for name in self.moments if name in offered}

    def _choices(self, moments: dict[str, datetime]) -> list[tuple[str, str]]:
        said = {
            TODAY: _("Later today, %(time)s"),
            TOMORROW: _("Tomorrow, %(time)s"),
            NEXT_WEEK: _("Next week, %(time)s"),
        }
        offered = [
            (name, said[name] % {"time": _told(moment, with_day=name == NEXT_WEEK)}) for name, moment in moments.items()
        ]
        kept = timezone.localtime(self.kept, self.zone) if self.kept else None
        return [
            (NEVER, _("No reminder")),
            *([(AS_IT_IS, _("As it is: %(time)s") % {"time": _told(kept, with_day=True)})] if kept else []),
            *offered,
            (OWN, _("On another day, to be filled in below")),
        ]


class JumpForm(forms.Form):
    """Where to go in a topic: to a day, or to a number."""

    day = DayField(label=gettext_lazy("Day"))
    number = forms.IntegerField(label=gettext_lazy("Number of the post"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("day") and not cleaned.get("number"):
            self.add_error("day", _("Please choose a day, or fill in a number."))
        return cleaned


def moments(now: datetime, *, is_sent: bool = False) -> dict[str, datetime]:
    """List the moments that are offered at a local time; a form that was sent may come too late for the evening."""
    today = now.date()
    later = {
        TOMORROW: _at(today + timedelta(days=1), MORNING, now),
        NEXT_WEEK: _at(today + timedelta(days=MONDAY - today.weekday()), MORNING, now),
    }
    if not is_sent and later[NEXT_WEEK] == later[TOMORROW]:  # on a Sunday; what was sent may be older
        del later[NEXT_WEEK]
    return {TODAY: _at(today, EVENING, now), **later} if is_sent or now.hour < LATE else later


def _at(day: date, hour: time, now: datetime) -> datetime:
    return datetime.combine(day, hour, tzinfo=now.tzinfo)


def _told(moment: datetime, *, with_day: bool) -> str:
    return f"{date_format(moment, 'l, j F')}, {clock(moment)}" if with_day else clock(moment)
