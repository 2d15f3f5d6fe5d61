"""Deciding cases, one or many, and what moderators write about people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.standing.services import require_longest, require_term

from ..kinds import KINDS
from ..models import LONGEST_NOTE, LONGEST_WORDS, Decision, ReplyTemplate
from ..services.deciding import (
    LIFT,
    NEEDS_REASON,
    SILENCE,
    SUSPEND,
    WARN,
    Verdict,
    decisions_for,
    label_of,
    sanctions_for,
)
from .lines import LinesField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from community.members.models import User

    from ..models import Review

LONGEST_REASON = 500
MOST_AT_ONCE = 100
SANCTIONS = {
    "": _("Nothing"),
    WARN: _("Warn them by mail"),
    SILENCE: _("Silence: they read, but don’t write"),
    SUSPEND: _("Suspend: they can’t sign in"),
    LIFT: _("Let them write again"),
}
UNTIL = {"24": _("1 day"), "72": _("3 days"), "168": _("7 days"), "720": _("30 days"), "date": _("until a day")}
# What one types to choose, the same in each case: what takes back or away more than a text lies apart.
KEYS: dict[str, str] = {
    Decision.KEEP: "1",
    Decision.HIDE: "2",
    Decision.DELETE: "3",
    Decision.EDIT: "4",
    Decision.IGNORE: "5",
    Decision.REFUSED: "7",
    Decision.GRANTED: "8",
    Decision.SPAMMER: "9",
}
SANCTION_KEYS = {"": "n", WARN: "w", SILENCE: "s", SUSPEND: "a", LIFT: "l"}
OF_MANY = (Decision.KEEP, Decision.HIDE, Decision.DELETE, Decision.IGNORE, Decision.SPAMMER)


class KeyedChoices(forms.RadioSelect):
    """Choices with the key beside each that chooses it, which the script of the desk shows and listens to."""

    option_template_name = "moderation/includes/choice.html"

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.keys = keys

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Tell the template which key it is."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["key"] = self.keys.get(str(value), "")
        return option


class TemplateField(forms.ModelChoiceField[ReplyTemplate]):
    """One of the reply templates."""

    def __init__(self) -> None:
        super().__init__(
            queryset=ReplyTemplate.objects.all(),
            label=_("Reply template"),
            required=False,
            empty_label=_("None"),
            help_text=_("Stands for the reason where you write none, in the author’s language."),
        )


def reason_field() -> LinesField:
    """Make the field for why."""
    return LinesField(
        label=_("Why"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author reads it, and it stays in the history."),
    )


class DecideForm(forms.Form):
    """How a case ends."""

    decision = forms.ChoiceField(
        label=_("What is to be done"),
        widget=KeyedChoices(KEYS),
        error_messages={"required": _("Please choose what is to be done.")},
    )
    reason = reason_field()
    template = TemplateField()
    text = forms.CharField(
        label=_("What it says from now on"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Only where you change it. What it said before stays in its history."),
    )
    sanction = forms.ChoiceField(label=_("And the author"), required=False, widget=KeyedChoices(SANCTION_KEYS))
    hours = forms.ChoiceField(label=_("For how long"), required=False, choices=UNTIL.items())
    day = forms.DateField(
        label=_("Until the beginning of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only for “until a day”, in the author’s time zone."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, review: Review, thing: Any, by: User) -> None:
        self.review = review
        possible = decisions_for(review, thing, by)
        shown = KINDS[review.kind].mark_of(thing)
        text = KINDS[review.kind].text(thing) if Decision.EDIT in possible else ""
        super().__init__(data, initial={"text": text, "sanction": "", "hours": "24", "shown": shown})
        self._offer("decision", [(name, label_of(name, review)) for name in possible])
        if Decision.EDIT not in possible:
            del self.fields["text"]
        sanctions = sanctions_for(by, review)
        if sanctions:
            self._offer("sanction", [(name, SANCTIONS[name]) for name in ("", *sanctions)])
        else:
            del self.fields["sanction"]
        if SILENCE not in sanctions:
            del self.fields["hours"], self.fields["day"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        """Take the reason from the template where none is written, and reckon until when."""
        cleaned: dict[str, Any] = super().clean() or {}
        template: ReplyTemplate | None = cleaned.get("template")
        if template and not cleaned.get("reason", "").strip():
            author = self.review.author
            cleaned["reason"] = template.text_in(author.language) if author else template.local_text
        if cleaned.get("decision") == Decision.EDIT and "text" in cleaned and not cleaned["text"].strip():
            self.add_error("text", _("Please write what it says from now on."))
        if cleaned.get("sanction") in {SILENCE, SUSPEND}:
            cleaned["until"] = self._until(cleaned)
            self._check_term(cleaned["sanction"], cleaned["until"])
        is_told = cleaned.get("decision") in NEEDS_REASON or cleaned.get("sanction") in {WARN, SILENCE, SUSPEND}
        if is_told and "reason" not in self.errors and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please write why: the author reads it."))
        return cleaned

    def verdict(self) -> Verdict:
        """Give what is decided."""
        data = self.cleaned_data
        return Verdict(
            decision=data["decision"],
            reason=data.get("reason", ""),
            text=data.get("text", ""),
            sanction=data.get("sanction", ""),
            until=data.get("until"),
            shown=data.get("shown", ""),
        )

    def _until(self, cleaned: dict[str, Any]) -> datetime | None:
        hours = cleaned.get("hours") or "24"
        if hours != "date":
            return timezone.now() + timedelta(hours=int(hours))
        day: date | None = cleaned.get("day")
        zone = ZoneInfo(self.review.author.zone) if self.review.author else timezone.get_current_timezone()
        if day is None:
            self.add_error("day", _("Please choose a day that is still to come."))
            return None
        until = datetime(day.year, day.month, day.day, tzinfo=zone)
        try:
            require_term(until)
        except ValidationError as error:
            self.add_error("day", error)
            return None
        return until

    def _check_term(self, sanction: str, until: datetime | None) -> None:
        """Leave what goes on longer than what was chosen."""
        if until is None or self.review.author is None:
            return
        try:
            require_longest(sanction, self.review.author, until)
        except ValidationError as error:
            self.add_error("hours", error)


class ManyForm(forms.Form):
    """How several cases end; accounts are removed only by who may remove one of theirs (`may_remove`)."""

    decision = forms.ChoiceField(
        label=_("What is to be done with each"),
        widget=forms.RadioSelect,
        choices=[(name, Decision(name).label) for name in OF_MANY],
        error_messages={"required": _("Please choose what is to be done.")},
    )
    template = TemplateField()
    reason = reason_field()

    def __init__(self, data: QueryDict | None = None, *, may_remove: bool) -> None:
        super().__init__(data)
        if not may_remove:
            decision = cast("forms.ChoiceField", self.fields["decision"])
            decision.choices = [(name, Decision(name).label) for name in OF_MANY if name != Decision.SPAMMER]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason, or a template that stands for it, where something is put out of view."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_told = "reason" in self.errors or cleaned.get("reason", "").strip() or cleaned.get("template")
        if cleaned.get("decision") not in {Decision.KEEP, Decision.IGNORE} and not is_told:
            self.add_error("reason", _("Please write why: the author reads it."))
        return cleaned

    def verdict_for(self, review: Review) -> Verdict:
        """Give what is decided about one of them: the reason of a template in the language of its author."""
        reason = self.cleaned_data["reason"].strip()
        template: ReplyTemplate | None = self.cleaned_data.get("template")
        if template and not reason:
            reason = template.text_in(review.author.language) if review.author else template.local_text
        return Verdict(self.cleaned_data["decision"], reason, shown=self.data.get(f"shown-{review.pk}", ""))


class RemoveForm(forms.Form):
    """Why accounts are removed."""

    reason = LinesField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays in the history."),
        error_messages={"required": _("Please write why; it stays in the history.")},
    )


class NoteForm(forms.Form):
    """A note on a person."""

    text = LinesField(
        label=_("A note for the other moderators"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever asks for a copy of their data reads what was noted on them."),
        error_messages={"required": _("Please write something.")},
    )


class AppealForm(forms.Form):
    """Why an author sees it differently."""

    words = LinesField(
        label=_("Why you see it differently"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Another moderator reads it and decides. You can appeal once."),
        error_messages={"required": _("Please write why you see it differently.")},
    )


class MendForm(forms.Form):
    """What a text says from now on that reports have hidden, and the title above it, if it has one of its own."""

    heading = forms.CharField(label=_("Title"), error_messages={"required": _("Please write a title.")})
    text = forms.CharField(
        label=_("Your text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It stays hidden until a moderator has looked at it."),
        error_messages={"required": _("Please write something.")},
    )

    def __init__(self, data: QueryDict | None = None, *, heading: str, text: str) -> None:
        super().__init__(data, initial={"heading": heading, "text": text})
        if not heading:
            del self.fields["heading"]


def clean_cases(keys: list[str]) -> list[int]:
    """Read the keys of the cases that were ticked; raises `ValidationError` for none, or too many."""
    found = sorted({int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19})
    if not found:
        raise ValidationError(_("Please tick something first."), code="none")
    if len(found) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)s at once."), code="many", params={"most": MOST_AT_ONCE})
    return found
