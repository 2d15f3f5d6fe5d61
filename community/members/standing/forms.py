"""What is to be done about an account, until when and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from ..trust.levels import LEADER, LEVELS
from .permissions import may_manage
from .services import LONGEST_REASON, require_term

if TYPE_CHECKING:
    from datetime import date

    from ..models import User

SUSPEND, SILENCE = "suspend", "silence"
UNTIL = {SUSPEND, SILENCE}
SET_LEVEL, FREE_LEVEL = "set_trust_level", "free_trust_level"
RESTRICTING = {
    SUSPEND: _("Suspend: can’t sign in until a day"),
    "lift_suspension": _("Lift the suspension"),
    SILENCE: _("Silence: can read, but not write until a day"),
    "lift_silence": _("Lift the silence"),
}
LEVELLING = {
    SET_LEVEL: _("Set the trust level: it stays there until it is let go"),
    FREE_LEVEL: _("Let the trust level follow the numbers again"),
}
MANAGING = {
    "switch_off": _("Switch the account off"),
    "switch_on": _("Switch the account on"),
    "sign_out": _("Sign out everywhere"),
    "mail_link": _("Send the mail for a new password"),
}


class ReasonForm(forms.Form):
    """A reason, which stays in the history."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays in the history. Whoever is suspended or silenced reads it too."),
        error_messages={"required": _("Please write why; it stays in the history.")},
    )


class SuspensionForm(ReasonForm):
    """Until when, and why."""

    field_order: tuple[str, ...] = ("until", "reason")
    until = forms.DateField(
        label=_("Until"),
        widget=AdminDateInput,
        help_text=_("It ends when this day begins, in the member’s time zone."),
        error_messages={"required": _("Please choose a day.")},
    )

    def __init__(self, *args: Any, members: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)

    def clean_until(self) -> date | None:
        """A day that is still to come for each of the members: in the east it begins two hours before the west."""
        day: date | None = self.cleaned_data["until"]
        if day is None:
            return None
        if day <= timezone.localdate():
            raise ValidationError(_("Please choose a day that is still to come."), code="past")
        for member in self.members:
            if moment(day, member) <= timezone.now():
                raise ValidationError(
                    _("This day has begun already in the time zone of %(name)s. Please choose a later one.")
                    % {"name": member},
                    code="past",
                )
            require_term(moment(day, member))
        return day


class StandingForm(SuspensionForm):
    """Choose among what the viewer may do, and what makes sense as the account stands."""

    field_order = ("act", "until", "level", "reason")
    level = forms.TypedChoiceField(label=_("Trust level"), coerce=int, empty_value=None, required=False)
    act = forms.ChoiceField(label=_("What is to be done"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, by: User, member: User, **kwargs: Any) -> None:
        super().__init__(*args, members=[member], **kwargs)
        self.fields["act"].choices = _choices(by, member)  # type: ignore[attr-defined]
        levels = [level for level in LEVELS if level.number < LEADER or may_manage(by, member)]
        named = [(level.number, f"{level.number}, {level.name}") for level in levels]
        self.fields["level"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["until"].required = False

    def clean(self) -> dict[str, Any] | None:
        """Ask for a day, or a level, where one is needed."""
        cleaned = super().clean() or {}
        if cleaned.get("act") in UNTIL and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Please choose a day."))
        if cleaned.get("act") == SET_LEVEL and cleaned.get("level") is None and "level" not in self.errors:
            self.add_error("level", _("Please choose a level."))
        return cleaned


def moment(day: date, member: User) -> datetime:
    """Say when a day begins for a member."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(member.zone))


def _choices(by: User, member: User) -> list[tuple[str, Any]]:
    hidden = {
        "switch_on" if member.is_active else "switch_off",
        *(() if member.suspended_until else ("lift_suspension",)),
        *(() if member.silenced_until else ("lift_silence",)),
        *(() if member.trust_locked else (FREE_LEVEL,)),
        *(() if member.is_active and member.email else ("mail_link",)),
    }
    manages = may_manage(by, member)
    # What an administrator has given to a leader is theirs to take.
    levelling = LEVELLING if manages or member.trust_level < LEADER else {}
    acts = RESTRICTING | levelling | (MANAGING if manages else {})
    return [(act, label) for act, label in acts.items() if act not in hidden]
