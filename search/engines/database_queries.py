"""The questions of the embedded engine as querysets, for SQLite and PostgreSQL."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, F, FloatField, Func, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from search.engines import COMING, LEADING, Point, Question, is_token
from search.engines.beginnings import Beginning
from search.engines.ranking import EXACT_NAME
from search.engines.words import SqlQuery, Term, Words
from search.models import EntryTerm, SearchEntry, SearchEntryQuerySet
from search.phrases import unaccented

Values = tuple[str, ...]
MATCHES = "text__everything__matches"
PLACES = 1000  # of a word: so many that PostgreSQL looks for them in the index


def narrowed(question: Question) -> SearchEntryQuerySet:
    """Entries the viewer may see that are all that was demanded beside the words; facets are left open."""
    entries = SearchEntry.objects.findable_by(question.tokens)
    for facet, values in question.demanded.items():
        entries = entries.filter(FITS[facet](values))
    if question.not_by:
        entries = entries.exclude(carries(EntryTerm.Field.AUTHOR, question.not_by))
    if question.authors:
        entries = entries.filter(_written_by(question.authors))
    if question.since:
        entries = entries.filter(date__gte=_start(question.since))
    if question.until:
        entries = entries.filter(date__lt=_start(question.until))
    if question.newer_than:
        entries = entries.filter(pk__gt=question.newer_than)
    if question.up_to:
        entries = entries.filter(pk__lte=question.up_to)
    if question.known_to:
        entries = entries.filter(pk__lte=question.known_to)
    for phrase in question.words.excluded:
        unwanted = matching(
            SearchEntry.objects.findable_by(question.tokens), Words("", (Term(phrase, is_phrase=True),))
        )
        led = unwanted.filter(kind__in=LEADING).values("group")
        entries = entries.exclude(pk__in=unwanted.values("pk")).exclude(group__in=led)
    return entries


def fitting(entries: SearchEntryQuerySet, question: Question) -> SearchEntryQuerySet:
    """Entries that have a chosen value of each facet."""
    for facet, values in question.chosen.items():
        entries = entries.filter(FITS[facet](values))
    return entries


def nearly_fitting(entries: SearchEntryQuerySet, question: Question) -> SearchEntryQuerySet:
    """Entries that fit but for one facet: what its other values would add."""
    fits = [FITS[facet](values) for facet, values in question.chosen.items()]
    missing: Combinable = Value(0)
    for fit in fits:
        missing = missing + Case(When(fit, then=Value(0)), default=Value(1))
    return entries.alias(missing=missing).filter(missing=1)


def ordered(entries: SearchEntryQuerySet, question: Question, words: Words, *, every: bool) -> SearchEntryQuerySet:
    """Entries that match the words, in the order asked for; the best come with their `score`."""
    if words:
        entries = matching(entries, words, every=every)
    newest = F("date").desc(nulls_last=True)
    if question.order == "newest":
        return entries.order_by(newest, "-id")
    if question.order == "oldest":
        return entries.order_by(F("date").asc(nulls_last=True), "id")
    if question.order == "nearest" and question.near:
        return entries.filter(latitude__isnull=False).order_by(_distance(question.near), "-id")
    return (
        entries.alias(folded_title=Lower("title"))
        .annotate(score=_score(words, every=every))
        .order_by("-score", newest, "-id")
    )


def beginning_with(entries: SearchEntryQuerySet, typed: Beginning) -> SearchEntryQuerySet:
    """Entries whose titles have the words, of which the last may be but begun."""
    if connection.vendor == "sqlite":
        return entries.filter(**{MATCHES: f"title : ({' OR '.join(each.for_sqlite() for each in typed.readings)})"})
    query = " | ".join(f"({each.for_postgresql()})" for each in typed.readings)
    return _with_document(entries, SqlQuery("to_tsquery('simple', %s)", [query]))


def stands(word: str, tokens: frozenset[str]) -> bool:
    """Tell whether a word stands in something that the viewer may see.

    PostgreSQL takes a word for a common one, and to find one place of it reads the table from its beginning.
    """
    words = Words.parse(word)
    if not words:
        return False
    places = matching(SearchEntry.objects.findable_by(tokens), words).values("pk")[:PLACES]
    return SearchEntry.objects.filter(pk__in=places).exists()


def matching(entries: SearchEntryQuerySet, words: Words, *, every: bool = True) -> SearchEntryQuerySet:
    """Entries that have every one of the words, or some of them, in no order."""
    if connection.vendor == "sqlite":
        return entries.filter(**{MATCHES: words.for_sqlite(every=every)})
    return _with_document(entries, words.for_postgresql(every=every))


class _DocumentMatches(Func):
    """`document @@ query` of PostgreSQL; Django does not know the generated column, so it is named by its neighbour."""

    def __init__(self, query: SqlQuery) -> None:
        super().__init__(F("pk"), output_field=BooleanField())
        self.query = query

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the comparison with the table's alias of here: it may stand in a query within a query."""
        key, _params = compiler.compile(self.source_expressions[0])
        return f'{key.rpartition(".")[0]}."document" @@ ({self.query.sql})', tuple(self.query.params)


def _with_document(entries: SearchEntryQuerySet, query: SqlQuery) -> SearchEntryQuerySet:
    return entries.alias(matched=_DocumentMatches(query)).filter(matched=True)


def _score(words: Words, *, every: bool) -> Combinable:
    """How well the text fits; much better where the name is just what was looked for."""
    names = tuple(dict.fromkeys((words.plain, unaccented(words.plain))))
    exact = Case(
        When(Q(folded_title__in=names) | carries(EntryTerm.Field.NAME, names), then=Value(EXACT_NAME)),
        default=Value(1.0),
        output_field=FloatField(),
    )
    if connection.vendor == "sqlite":
        return -F("text__rank") * exact
    query = words.for_postgresql(every=every)
    rank = f"ts_rank_cd(search_searchentry.document, ({query.sql}), 1)"
    return RawSQL(rank, query.params, FloatField()) * exact


def _written_by(authors: Values) -> Q:
    """Entries of one of the authors: by token, or with a name among those who wrote them."""
    tokens = tuple(author for author in authors if is_token(author))
    called = (Q(author__icontains=author) for author in authors if not is_token(author))
    return reduce(or_, called, carries(EntryTerm.Field.AUTHOR, tokens) if tokens else Q())


def carries(field: EntryTerm.Field, values: Values) -> Q:
    """Entries that have one of the values in a field of terms."""
    return Q(Exists(EntryTerm.objects.filter(entry=OuterRef("pk"), field=field, value__in=values)))


def _in_years(values: Values) -> Q:
    years = (int(value) for value in values)
    return reduce(or_, (Q(date__gte=_start(date(y, 1, 1)), date__lt=_start(date(y + 1, 1, 1))) for y in years))


def _when(values: Values) -> Q:
    now = timezone.now()
    return Q(kind="event") & reduce(
        or_, (Q(ends_at__gte=now) if value == COMING else Q(ends_at__lt=now) for value in values)
    )


FITS: dict[str, Callable[[Values], Q]] = {
    "kind": lambda values: Q(kind__in=values),
    "region": lambda values: carries(EntryTerm.Field.REGION, values),
    "sector": lambda values: carries(EntryTerm.Field.SECTOR, values),
    "tag": lambda values: carries(EntryTerm.Field.TAG, values),
    "language": lambda values: Q(language__in=values),
    "year": _in_years,
    "when": _when,
}
"""What an entry must be to have one of the chosen values of a facet."""


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _distance(near: Point) -> Combinable:
    """The square of the distance in degrees, good enough to sort by: a degree of longitude shrinks to the poles."""
    shrunk = math.cos(math.radians(near.latitude)) ** 2
    north, east = F("latitude") - Value(near.latitude), F("longitude") - Value(near.longitude)
    return north * north + east * east * Value(shrunk)
