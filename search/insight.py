"""What visitors look for and don't find, counted by day without a trace of who asked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import connection
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from .engines.words import EXCLUDED
from .models import Asked
from .phrases import folded
from .typed import NAMES, OPERATOR

LONGEST = 100
MOST_LISTED = 20
TOKEN_SALT = "search.insight.click"  # noqa: S105 - it is no secret
TOKEN_AGE = 86_400  # seconds
# A mail address whose signs are written as words: maria at example dot org.
WRITTEN_OUT = r"[(\[{<]\s*at\s*[)\]}>]|[\W_]at[\W_]+[a-z0-9-]+(?:\s*\.\s*|[\W_]+(?:dot|titik)[\W_]+)[a-z]"
# Such an address or any part of one, a handle, somebody as author; seven digits as a telephone number is written, in
# parts or not; fifteen, in whatever parts, as numbers of identity cards and of taxpayers have.
PERSONAL = re.compile(
    rf"@|{WRITTEN_OUT}|(?:{'|'.join(name for name, field in NAMES.items() if field == 'author')})\s*:"
    r"|\d{7}|(?<![\w.])(?:\+|0)(?:[\s().-]*\d){7}|(?<!\d)8\d\d[\s.-]+\d{3,4}[\s.-]+\d{3,4}"
    r"|\d(?:[\s./-]*\d){14}",
    re.IGNORECASE,
)
QUOTE = re.compile('["“”„]')
# What an operator or a minus takes in such quotes is one word to the search, and more to who typed it.
OTHER_QUOTE = re.compile("[-:]['‘‚«]")
COUNT = """
    INSERT INTO search_asked (day, text, language, times, without_result, clicked) VALUES (%s, %s, %s, 1, %s, 0)
    ON CONFLICT (day, text, language) DO UPDATE
    SET times = search_asked.times + 1, without_result = search_asked.without_result + excluded.without_result
"""


@dataclass(frozen=True)
class Asking:
    """A text that was looked for, with its counts over some days."""

    text: str
    language: str
    times: int
    without_result: int
    clicked: int


@dataclass(frozen=True)
class Week:
    """How much was looked for in the week that begins on a Monday."""

    start: date
    times: int
    without_result: int


def note_search(*, text: str, language: str, found: bool) -> None:
    """Count one search, unless its text is empty, very long, or looks as if it told of a person."""
    if noted := _notable(text):
        day = connection.ops.adapt_datefield_value(_today())
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [day, noted, language, int(not found)])


def note_click(*, text: str, language: str) -> None:
    """Count that a result was opened after the newest such search; never more often than there were searches."""
    asked = Asked.objects.filter(text=folded(text), language=language, day__gte=_today() - timedelta(days=1))
    newest = asked.order_by("-day").values("pk")[:1]
    Asked.objects.filter(pk__in=newest, clicked__lt=F("times")).update(clicked=F("clicked") + 1)


def click_token(*, text: str, language: str) -> str:
    """Sign what was looked for, so that only clicks on results that we showed are counted; empty if none is."""
    noted = _notable(text)
    return signing.dumps([noted, language], salt=TOKEN_SALT) if noted else ""


def note_signed_click(*, token: str) -> bool:
    """Count a click that carries a token of today; say whether it was ours."""
    try:
        text, language = signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_AGE)
    except signing.BadSignature:
        return False
    note_click(text=text, language=language)
    return True


def forget_old_searches() -> int:
    """Forget the counts that are older than the site keeps them; returns how many."""
    first_kept = _today() - timedelta(days=settings.SEARCH_LOG_DAYS)
    return Asked.objects.filter(day__lt=first_kept).delete()[0]


def forget_name(*, name: str) -> int:
    """Forget texts in which somebody was looked for by name; returns how many.

    A name of one word may be a place or a thing too, so it must be all that was typed.
    """
    sought = folded(name)
    if not sought:
        return 0
    texts = Asked.objects.filter(text__contains=sought).values_list("pk", "text")
    keys = [key for key, text in texts if text == sought or (" " in sought and f" {sought} " in f" {text} ")]
    return Asked.objects.filter(pk__in=keys).delete()[0]


def most_asked(*, days: int) -> list[Asking]:
    """Return the texts that were looked for most, the most first."""
    return _listed(_summed(days).order_by("-all_times", "text"))


def without_result(*, days: int) -> list[Asking]:
    """Return the texts that found nothing, the most frequent first."""
    return _listed(_summed(days).filter(all_without_result__gt=0).order_by("-all_without_result", "text"))


def without_click(*, days: int) -> list[Asking]:
    """Return the texts that found something that nobody ever opened, the most frequent first."""
    unopened = Q(all_clicked=0, all_times__gt=F("all_without_result"))
    return _listed(_summed(days).filter(unopened).order_by("-all_times", "text"))


def per_week(*, weeks: int) -> list[Week]:
    """Return the counts of the last weeks, this one included, the oldest first; weeks without a search too."""
    this_week = _today() - timedelta(days=_today().weekday())
    starts = [this_week - timedelta(weeks=ago) for ago in range(weeks - 1, -1, -1)]
    rows = (
        Asked.objects.filter(day__gte=starts[0])
        .annotate(week=TruncWeek("day"))
        .values("week")
        .annotate(all_times=Sum("times"), all_without_result=Sum("without_result"))
        .order_by()
    )
    counts = {row["week"]: (row["all_times"], row["all_without_result"]) for row in rows}
    return [Week(start, *counts.get(start, (0, 0))) for start in starts]


def _notable(text: str) -> str:
    """Return what was looked for as it is counted, empty where it isn't.

    Operators and what shall not stand in a result are left out. Where nobody knows where they end, nothing is counted.
    """
    plain = unicodedata.normalize("NFKC", " ".join(text.split()))
    wanted = EXCLUDED.sub(" ", OPERATOR.sub(" ", plain))
    noted = folded(wanted)
    is_open = len(QUOTE.findall(plain)) % 2 == 1 and " ".join(wanted.split()) != plain
    is_too_long = len(wanted.strip()) > LONGEST or len(noted) > LONGEST
    return "" if is_too_long or is_open or OTHER_QUOTE.search(plain) or PERSONAL.search(plain) else noted


def _today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


def _summed(days: int) -> QuerySet[Any, Any]:
    """Sum the counts of each text over the last days, today included."""
    return (
        Asked.objects.filter(day__gt=_today() - timedelta(days=days))
        .values("text", "language")
        .annotate(all_times=Sum("times"), all_without_result=Sum("without_result"), all_clicked=Sum("clicked"))
    )


def _listed(rows: QuerySet[Any, Any]) -> list[Asking]:
    columns = ("text", "language", "all_times", "all_without_result", "all_clicked")
    return [Asking(*row) for row in rows.values_list(*columns)[:MOST_LISTED]]
