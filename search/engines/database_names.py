"""What the embedded engine suggests: entries by what was typed of their names, for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Case, Exists, FloatField, OuterRef, Q, Value, When
from django.db.models.functions import Length, Lower

from search.engines.beginnings import (
    BEGUN,
    BEGUN_OTHERWISE,
    CALLED_OTHERWISE,
    CALLED_SO,
    HAS,
    IN_A_ROW,
    Beginning,
)
from search.engines.database_queries import beginning_with, carries
from search.models import EntryTerm, SearchEntryQuerySet

NONE = Q(pk__in=())
PER_LETTER = 0.01  # that a longer title counts less
LAST = "\U0010ffff"  # behind all letters


def named(entries: SearchEntryQuerySet, typed: Beginning) -> list[SearchEntryQuerySet]:
    """Entries whose titles have the words, and those with another name or a code that begins so; best first."""
    names = EntryTerm.objects.filter(_begins((*typed.as_typed, *typed.otherwise)), field=EntryTerm.Field.NAME)
    found = beginning_with(entries, typed), entries.filter(pk__in=names.values("entry"))
    return [_best_first(each, typed) for each in found]


def _best_first(entries: SearchEntryQuerySet, typed: Beginning) -> SearchEntryQuerySet:
    """Order by the `score`: how far a name begins with what was typed, and of two alike the shorter title first."""
    in_a_row = Q(folded_title__contains=f" {' '.join(typed.words)}")
    tiers = [
        When(_called(typed.as_typed), then=Value(CALLED_SO)),
        When(_begun(typed.as_typed), then=Value(BEGUN)),
        When(_called(typed.otherwise), then=Value(CALLED_OTHERWISE)),
        When(_begun(typed.otherwise), then=Value(BEGUN_OTHERWISE)),
        When(in_a_row, then=Value(IN_A_ROW)),
    ]
    tier = Case(*tiers, default=Value(HAS), output_field=FloatField())
    score = tier - Length("title") * Value(PER_LETTER)
    return entries.alias(folded_title=Lower("title")).annotate(score=score).order_by("-score", "-id")


def _called(ways: tuple[str, ...]) -> Q:
    return Q(folded_title__in=ways) | carries(EntryTerm.Field.NAME, ways) if ways else NONE


def _begun(ways: tuple[str, ...]) -> Q:
    if not ways:
        return NONE
    names = EntryTerm.objects.filter(_begins(ways), entry=OuterRef("pk"), field=EntryTerm.Field.NAME)
    return reduce(or_, (Q(folded_title__startswith=way) for way in ways), Q(Exists(names)))


def _begins(ways: Iterable[str]) -> Q:
    """Terms that begin so; SQLite uses its index for a range, and PostgreSQL's order is not that of the letters."""
    if connection.vendor == "sqlite":
        return reduce(or_, (Q(value__gte=way, value__lt=way + LAST) for way in ways))
    return reduce(or_, (Q(value__startswith=way) for way in ways))
