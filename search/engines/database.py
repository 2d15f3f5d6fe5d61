"""The embedded engine: the full-text index of the site's own database.

SQLite (FTS5) matches words and their beginnings; PostgreSQL (tsvector) stems them in the language of the entry as well.
The best `CANDIDATES` matches are folded and counted; beyond that a result only says that there is more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, QuerySet, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Lower

from search.engines import KIND_BOOSTS, Answer, Hit, Question
from search.engines.excerpts import excerpt, mark
from search.engines.words import Words
from search.models import EntryTerm, SearchEntry, SearchEntryQuerySet

CANDIDATES = 1000


class DatabaseEngine:
    """Answers from the table of entries itself."""

    def search(self, question: Question) -> Answer:
        """Give one page of results; when no entry has all the words, those that have some."""
        words = Words.parse(question.text)
        if question.text.strip() and not words:
            return Answer()
        found = self._candidates(question, words, every=True)
        open_question = replace(question, kinds=(), region="", sector="")
        is_filtered = open_question != question
        if not found and words.is_several and not question.up_to:
            found = self._candidates(question, words, every=False)
            everything = self._candidates(open_question, words, every=False) if is_filtered else found
        else:
            everything = self._candidates(open_question, words, every=True) if is_filtered else found
        best = self._fold(found, question.language)
        answer = Answer(total=len(best), is_capped=len(found) == CANDIDATES)
        self._count(answer, self._fold(everything, question.language))
        first = (question.page - 1) * question.per_page
        answer.hits = self._hits([row.pk for row in best[first : first + question.per_page]], words)
        return answer

    def _candidates(self, question: Question, words: Words, *, every: bool) -> list[SearchEntry]:
        entries = SearchEntry.objects.findable_by(question.tokens)
        if question.kinds:
            entries = entries.filter(kind__in=question.kinds)
        if question.region:
            entries = entries.carrying(EntryTerm.Field.REGION, [question.region])
        if question.sector:
            entries = entries.carrying(EntryTerm.Field.SECTOR, [question.sector])
        if question.newer_than:
            entries = entries.filter(pk__gt=question.newer_than)
        if question.up_to:
            entries = entries.filter(pk__lte=question.up_to)
        newest = F("date").desc(nulls_last=True)
        rows = _ranked(entries, words, every=every) if words else entries.order_by(newest, "-id")
        return list(rows.only("pk", "kind", "group", "language")[:CANDIDATES])

    def _fold(self, rows: list[SearchEntry], language: str) -> list[SearchEntry]:
        """Keep one row of each group, at the place of its best: the reader's language first."""
        groups: dict[str, SearchEntry] = {}
        for row in rows:
            kept = groups.get(row.group)
            if kept is None or (kept.kind == row.kind and kept.language != language and row.language == language):
                groups[row.group] = row
        return list(groups.values())

    def _count(self, answer: Answer, rows: list[SearchEntry]) -> None:
        answer.kinds = dict(Counter(row.kind for row in rows))
        terms = EntryTerm.objects.filter(
            entry__in=[row.pk for row in rows], field__in=[EntryTerm.Field.REGION, EntryTerm.Field.SECTOR]
        )
        counts = Counter(terms.values_list("field", "value"))
        answer.regions = {value: n for (field, value), n in counts.items() if field == EntryTerm.Field.REGION}
        answer.sectors = {value: n for (field, value), n in counts.items() if field == EntryTerm.Field.SECTOR}

    def _hits(self, keys: list[int], words: Words) -> list[Hit]:
        entries = SearchEntry.objects.filter(pk__in=keys, is_deleted=False).select_related("cover")
        by_key = entries.in_bulk(keys)
        return [
            Hit(entry, mark(entry.title, words), excerpt(entry.summary, entry.body, words))
            for entry in (by_key[key] for key in keys if key in by_key)
        ]


def _ranked(entries: SearchEntryQuerySet, words: Words, *, every: bool) -> QuerySet[SearchEntry]:
    """Entries that match, best first: by text, kind, and whether the title is just what was looked for."""
    boost = Case(
        *(When(kind=kind, then=Value(value)) for kind, value in KIND_BOOSTS.items()),
        default=Value(1.0),
        output_field=FloatField(),
    )
    exact = Case(
        When(folded_title=words.text.lower(), then=Value(3.0)),
        When(kind="region", folded_title__endswith=" " + words.text.lower(), then=Value(3.0)),
        default=Value(1.0),
        output_field=FloatField(),
    )
    if connection.vendor == "sqlite":
        matches = {"text__everything__matches": words.for_sqlite(every=every)}
        matching = entries.filter(**matches)
        score: Combinable = -F("text__rank")
    else:
        query = RawSQL(*words.for_postgresql(every=every))
        matching = entries.annotate(
            matched=RawSQL("search_searchentry.document @@ (" + query.sql + ")", query.params, BooleanField())
        ).filter(matched=True)
        rank = "ts_rank_cd(search_searchentry.document, (" + query.sql + "), 1)"
        score = RawSQL(rank, query.params, FloatField())
    return (
        matching.annotate(folded_title=Lower("title"))
        .annotate(score=score * boost * exact)
        .order_by("-score", F("date").desc(nulls_last=True), "-id")
    )
