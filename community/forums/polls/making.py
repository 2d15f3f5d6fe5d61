"""What a poll consists of when it is made: checked, and written with its topic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from community.writing.services import clean_title

from .models import FEWEST_OPTIONS, LONGEST_OPTION, MOST_OPTIONS, MOST_RANKS, Option, Poll

if TYPE_CHECKING:
    from ..models import Topic

LONGEST_OPEN = timedelta(days=731)


@dataclass(frozen=True)
class NewPoll:
    """What is asked for: the options in their order; `max_choices` None means as many as there are."""

    options: tuple[str, ...]
    mode: str = Poll.Mode.SINGLE
    max_choices: int | None = None
    is_secret: bool = False
    results: str = Poll.Results.AFTER_VOTE
    closes_at: datetime | None = None

    @property
    def text(self) -> str:
        """All that was typed, to be screened."""
        return "\n".join(self.options)


def checked(poll: NewPoll) -> NewPoll:
    """Bring it into the form that is stored; raise `ValidationError` where it is unfit."""
    if poll.closes_at and poll.closes_at <= timezone.now():
        raise ValidationError(_("Please choose a last day that is still to come."), code="day")
    if poll.closes_at and poll.closes_at > timezone.now() + LONGEST_OPEN:
        raise ValidationError(_("Please choose a last day within two years, or none."), code="day")
    options = clean_options(poll.options)
    most = {Poll.Mode.SINGLE: 1, Poll.Mode.RANKED: min(len(options), MOST_RANKS)}.get(
        Poll.Mode(poll.mode), len(options)
    )
    return replace(poll, options=options, max_choices=max(1, min(poll.max_choices or most, most)))


def clean_options(lines: Iterable[str]) -> tuple[str, ...]:
    """Clean what one can choose, each on a line of its own; empty lines are none."""
    options = tuple(_clean_option(line) for line in lines if line.strip())
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise ValidationError(
            _("A poll has %(fewest)s to %(most)s options, each on a line of its own; these are %(count)s."),
            code="number",
            params={"fewest": FEWEST_OPTIONS, "most": MOST_OPTIONS, "count": len(options)},
        )
    if len({option.casefold() for option in options}) < len(options):
        raise ValidationError(_("Two of the options are the same. Please leave one of them out."), code="double")
    return options


def make_poll(*, topic: Topic, poll: NewPoll) -> Poll:
    """Write a checked poll for a topic, in the transaction of the caller, who has asked for the permission."""
    made = Poll(topic=topic)
    write_poll(made, poll)
    return made


def write_poll(row: Poll, poll: NewPoll) -> None:
    """Store what a poll shall be; in one that is there the options are written anew, since nobody has chosen any."""
    row.mode, row.max_choices = poll.mode, poll.max_choices or 1
    row.is_secret, row.results, row.closes_at = poll.is_secret, poll.results, poll.closes_at
    row.save()
    row.options.all().delete()
    Option.objects.bulk_create(
        Option(poll=row, order=order, text=text) for order, text in enumerate(poll.options, start=1)
    )


def _clean_option(line: str) -> str:
    """Clean one line, and say which one is unfit."""
    option = " ".join(line.split())
    if len(option) > LONGEST_OPTION:
        raise ValidationError(
            _("An option has at most %(limit)s characters; please shorten this one: %(option)s"),
            code="max_length",
            params={"limit": LONGEST_OPTION, "option": option},
        )
    try:
        return clean_title(option)
    except ValidationError as error:
        raise ValidationError(
            _("Please write this option in words or numbers: %(option)s"), code="empty", params={"option": option}
        ) from error
