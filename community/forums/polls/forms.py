"""What one fills in to make a poll, and to vote."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ..forms.reading import DayInput
from .making import NewPoll, checked
from .models import MOST_OPTIONS, MOST_RANKS, Poll

if TYPE_CHECKING:
    from django.http import QueryDict

FARTHEST = date.max - timedelta(days=3)
LONGEST = 4000  # of all options together, as they are typed
CHANGED = _("The poll was changed meanwhile. Please look at the options again, then vote.")


class PollForm(forms.Form):
    """A poll, beside the form of its topic; without options there is none."""

    prefix = "poll"

    options = forms.CharField(
        label=_("Options"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": " "}),  # by which styles tell whether it is filled
        help_text=_("Each on a line of its own, 2 to 20. Leave this empty if there is nothing to vote on."),
    )
    mode = forms.ChoiceField(label=_("One chooses"), choices=Poll.Mode.choices, required=False)
    max_choices = forms.IntegerField(
        label=_("At most so many"),
        required=False,
        min_value=1,
        max_value=MOST_OPTIONS,
        help_text=_("Where several may be chosen or put in order; empty means as many as there are."),
    )
    results = forms.ChoiceField(label=_("The counts are shown"), choices=Poll.Results.choices, required=False)
    closes_on = forms.DateField(
        label=_("Last day to vote"),
        required=False,
        widget=DayInput,
        help_text=_("Empty means until you close it."),
    )
    is_secret = forms.BooleanField(
        label=_("Secret: nobody sees who voted for what, not even the moderators"), required=False
    )

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None, is_needed: bool = False
    ) -> None:
        super().__init__(data, initial=initial)
        self.is_needed = is_needed
        self.closed_at: datetime | None = None  # as it stands, where a poll is changed

    @property
    def is_filled(self) -> bool:
        """Whether there is something in it to be seen at once."""
        typed = self.data.get(self.add_prefix("options")) if self.is_bound else self.initial.get("options")
        return bool((typed or "").strip()) or self.is_needed

    @property
    def poll(self) -> NewPoll | None:
        """The poll that is asked for, if any."""
        return self.cleaned_data.get("poll") if self.is_valid() else None

    def clean(self) -> dict[str, Any]:
        """Put the poll together, as it will be stored."""
        facts: dict[str, Any] = super().clean() or {}
        if self.errors:
            return facts
        if not self.is_filled:
            return {**facts, "poll": None}
        try:
            facts["poll"] = checked(
                NewPoll(
                    options=tuple(facts["options"].splitlines()),
                    mode=facts["mode"] or Poll.Mode.SINGLE,
                    max_choices=facts["max_choices"],
                    is_secret=facts["is_secret"],
                    results=facts["results"] or Poll.Results.AFTER_VOTE,
                    closes_at=self._end(facts["closes_on"]),
                )
            )
        except forms.ValidationError as error:
            self.add_error("closes_on" if error.code == "day" else "options", error)
        return facts

    def _end(self, day: date | None) -> datetime | None:
        """Give when it closes; a day that nobody changed stays the moment that it was, in whichever zone one reads."""
        return self.closed_at if day and day == self.initial.get("closes_on") and self.closed_at else _end_of(day)

    @classmethod
    def of(cls, poll: Poll, data: QueryDict | None) -> PollForm:
        """Give the form to change a poll, filled with it."""
        options = "\n".join(poll.options.order_by("order").values_list("text", flat=True))
        facts = {name: getattr(poll, name) for name in ("mode", "max_choices", "results", "is_secret")}
        form = cls(data, initial={**facts, "options": options, "closes_on": poll.last_day}, is_needed=True)
        form.fields["options"].help_text = _("Each on a line of its own, 2 to 20.")
        form.closed_at = poll.closes_at
        return form


class VoteForm(forms.Form):
    """What one chooses: one, several, or a place for each rank."""

    def __init__(self, data: QueryDict | None = None, *, poll: Poll, own: dict[int, int]) -> None:
        super().__init__(data)
        self.poll = poll
        options = [(str(key), text) for key, text in poll.options.order_by("order").values_list("pk", "text")]
        if poll.is_ranked:
            self._add_ranks(options, own)
        elif poll.mode == Poll.Mode.MULTIPLE:
            self.fields["options"] = forms.MultipleChoiceField(
                label=_("Your choices"),
                choices=options,
                widget=forms.CheckboxSelectMultiple,
                initial=list(own.values()),
                help_text=_("At most %(count)s.") % {"count": poll.max_choices},
                error_messages={"required": _("Choose at least one option, then vote."), "invalid_choice": CHANGED},
            )
        else:
            self.fields["options"] = forms.ChoiceField(
                label=_("Your choice"),
                choices=options,
                widget=forms.RadioSelect,
                initial=own.get(1),
                error_messages={"required": _("Choose an option, then vote."), "invalid_choice": CHANGED},
            )

    @property
    def chosen(self) -> list[int]:
        """The keys that were chosen; a rank that was left out is closed up."""
        facts = self.cleaned_data
        if self.poll.is_ranked:
            return [int(key) for name in self.fields if (key := facts[name])]
        keys = facts["options"]
        return [int(key) for key in ([keys] if isinstance(keys, str) else keys)]

    def _add_ranks(self, options: list[tuple[str, str]], own: dict[int, int]) -> None:
        for rank in range(1, min(self.poll.max_choices, len(options), MOST_RANKS) + 1):
            self.fields[f"rank_{rank}"] = forms.ChoiceField(
                label=pgettext("ranking", "Choice %(rank)s") % {"rank": rank},
                choices=[("", "–"), *options],
                required=rank == 1,
                initial=own.get(rank, ""),
                error_messages={"required": _("Choose what you like best, then vote."), "invalid_choice": CHANGED},
            )


class CloseForm(forms.Form):
    """Why a poll is closed, where somebody else than its author does it."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))

    def __init__(self, data: QueryDict | None = None, *, is_author: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = not is_author  # it can't be opened again
        self.fields["reason"].error_messages["required"] = _("Please write why it is closed.")


def _end_of(day: Any) -> datetime | None:
    """Give the end of a day, in the zone of who asks; of the last that there are, of one that is too far as well."""
    return timezone.make_aware(datetime.combine(min(day, FARTHEST) + timedelta(days=1), time.min)) if day else None
