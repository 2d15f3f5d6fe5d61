"""The embedded engine: the full-text index of the site's own database.

SQLite (FTS5) matches words and their beginnings; PostgreSQL (tsvector) also stems them in the entry's language.
The best `CANDIDATES` matches are ranked, folded and counted; beyond that a result only says whether there is more. A
typing error is mended by the words of titles, where nothing was found as typed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from django.db.models import Max

from search.engines import FEW, SUGGESTIONS, Answer, Hit, Kinds, OtherEngineError, Question, Suggestion
from search.engines.beginnings import TALK, Beginning
from search.engines.counting import CANDIDATES, Carried, count_facets, fold, ranked
from search.engines.database_names import named
from search.engines.database_queries import (
    fitting,
    matching,
    narrowed,
    nearly_fitting,
    ordered,
    stands,
)
from search.engines.excerpts import excerpt, mark
from search.engines.words import Words, rewritten
from search.models import EntryTerm, SearchEntry, SearchEntryQuerySet, year_of
from search.spelling import mended

BEGINNINGS = 60  # entries, of which the best are suggested
MOST_READ = 10_000  # entries, for who goes on behind the candidates in an order of days or of distance
NAME = "database"
BY_TERM = {EntryTerm.Field.REGION.value: "region", EntryTerm.Field.SECTOR.value: "sector"}
READ = ("pk", "kind", "group", "language", "date", "ends_at", "popularity")
SCORE = "score"


@dataclass(slots=True)
class Row:
    """What is read of each of many entries, in the order of `READ`; those that are ranked have a score."""

    pk: int
    kind: str
    group: str
    language: str
    date: datetime | None
    ends_at: datetime | None
    popularity: int
    score: float = 0

    @property
    def year(self) -> str:
        """The year of its date, empty where it has none."""
        return year_of(self.date)


@dataclass
class Found:
    """What fits, best first, and what would but for one facet; `words` are those that were looked for in the end.

    `all_fitting` is empty where the rows are all that fits.
    """

    rows: list[Row]
    words: Words
    all_fitting: SearchEntryQuerySet
    nearly: list[Row] = field(default_factory=list)
    is_partial: bool = False
    mended: dict[str, str] = field(default_factory=dict)
    has_more: bool = False

    def goes_on(self, question: Question) -> bool:
        """Whether more can be read behind the rows: by their day or distance alone, since the best are ranked anew."""
        return self.has_more and question.order != "best"


class DatabaseEngine:
    """Answers from the table of entries itself."""

    def search(self, question: Question) -> Answer:
        """Give one page of results; where few entries have all the words, then those that have some."""
        if question.is_senseless:
            return Answer()
        first = (question.page - 1) * question.per_page
        if question.after:
            first, known_to = _place(question)
            question = replace(question, known_to=known_to)
        last, most = first + question.per_page, CANDIDATES
        found = _find(question, most)
        best = fold(found.rows, question.shown_in)
        while question.after and found.goes_on(question) and len(best) <= last and most < MOST_READ:
            most *= 2
            found = _find(question, most)
            best = fold(found.rows, question.shown_in)
        answer = Answer(
            total=len(best),
            is_capped=found.all_fitting.exclude(group__in={row.group for row in best}).exists(),
            counts=count_facets(found.rows, found.nearly, _carried([*found.rows, *found.nearly]), question.chosen),
            is_partial=found.is_partial,
            mended=found.mended,
            is_meant=bool(found.mended),
        )
        answer.hits = _hits([row.pk for row in best[first:last]], found.words)
        if last < len(best) or (answer.is_capped and found.goes_on(question) and most < MOST_READ):
            answer.next = (NAME, min(last, len(best)), question.known_to or _newest(found))
        return answer

    def suggest(self, text: str, tokens: frozenset[str], language: str, kinds: Kinds = ()) -> list[Suggestion]:
        """Give a few things with a name that has the words, of which the last may be but begun."""
        words = Words.parse(text)
        if not words:
            return []
        entries = SearchEntry.objects.findable_by(tokens)
        entries = entries.filter(kind__in=kinds) if kinds else entries.exclude(kind__in=TALK)
        read = chain.from_iterable(_read(each, BEGINNINGS)[0] for each in named(entries, Beginning.read(words.text)))
        rows = {row.pk: row for row in read}
        chosen = fold(_ranked(list(rows.values())), language)[:SUGGESTIONS]
        return [Suggestion(hit.entry, hit.title) for hit in _hits([row.pk for row in chosen], words)]


def _find(question: Question, most: int) -> Found:
    """Look for all the words; if there is none, for those that were meant; if there are few, for some of them."""
    words, every = question.words, True
    found = _candidates(question, words, most, every=every)
    count = _count(question, found) if words and not question.up_to else FEW
    if not count:
        mended, meant = _mended(question)
        if mended:
            words = meant
            found = _candidates(question, words, most, every=every)
            found.mended = mended
            count = _count(question, found)
    if words.is_several and count < FEW:
        words, every = words.apart, False
        known, some = found.rows, _candidates(question, words, most, every=every)
        keys = {row.pk for row in known}
        found = replace(some, rows=known + [row for row in some.rows if row.pk not in keys], mended=found.mended)
    if question.chosen:
        nearly = ordered(nearly_fitting(narrowed(question), question), question, words, every=every)
        found.nearly, has_more = _read(nearly, CANDIDATES)
        found.is_partial = found.is_partial or has_more
    if question.promoted and question.order == "best":
        first = _promoted(question)
        promoted = {row.pk for row in first}
        found.rows = first + [row for row in found.rows if row.pk not in promoted]
    return found


def _count(question: Question, found: Found) -> int:
    """How many have the words, before a facet is chosen, at least a few: so a choice never brings more than it said."""
    if not question.chosen:
        return len(found.rows)
    return len(matching(narrowed(question), found.words).values_list("pk")[:FEW])


def _candidates(question: Question, words: Words, most: int, *, every: bool) -> Found:
    """Read the best of what fits; whether there are more is known by one more."""
    entries = ordered(fitting(narrowed(question), question), question, words, every=every)
    rows, has_more = _read(entries, most)
    ranked_rows = _ranked(rows) if question.order == "best" else rows
    all_fitting = entries.order_by() if has_more else entries.none()
    return Found(ranked_rows, words, all_fitting, is_partial=has_more, has_more=has_more)


def _mended(question: Question) -> tuple[dict[str, str], Words]:
    words = question.words
    terms = [term for term in words.without_accents.terms if not (term.is_phrase or term.others)]
    singles = (word for term in terms for word in term.words)
    known = mended(singles, stands=lambda word: stands(word, question.tokens))
    return known, replace(Words.parse(rewritten(words.plain, known)), excluded=words.excluded)


def _promoted(question: Question) -> list[Row]:
    rows, _more = _read(fitting(narrowed(question), question).filter(group__in=question.promoted), CANDIDATES)
    return sorted(rows, key=lambda row: question.promoted.index(row.group))


def _read(entries: SearchEntryQuerySet, most: int) -> tuple[list[Row], bool]:
    """Read rows, not entries, since there are many of them; and say whether there are more."""
    score = [SCORE] if SCORE in entries.query.annotations else []
    rows = [Row(*values) for values in entries.values_list(*READ, *score)[: most + 1]]
    return rows[:most], len(rows) > most


def _ranked(rows: list[Row]) -> list[Row]:
    return ranked(rows, {row.pk: row.score for row in rows})


def _carried(rows: list[Row]) -> Carried:
    """The regions and sectors of entries, in one query."""
    terms = EntryTerm.objects.filter(entry__in=[row.pk for row in rows], field__in=BY_TERM)
    carried: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, field_, value in terms.values_list("entry_id", "field", "value"):
        carried[key][BY_TERM[field_]].append(value)
    return carried


def _newest(found: Found) -> int:
    """The newest entry that can be among the results of the first page, so that all pages are made of the same."""
    newest = SearchEntry.objects.aggregate(newest=Max("pk"))["newest"] if found.has_more else None
    return int(newest or max(row.pk for row in found.rows))


def _place(question: Question) -> tuple[int, int]:
    """Where to go on, and the newest entry that the first page knew of."""
    engine, *place = question.after
    if engine != NAME or len(place) != 2:
        raise OtherEngineError
    return int(place[0]), int(place[1])


def _hits(keys: list[int], words: Words) -> list[Hit]:
    by_key = SearchEntry.objects.filter(is_deleted=False).select_related("cover").in_bulk(keys)
    return [
        Hit(entry, mark(entry.title, words), excerpt(entry.summary, entry.told, words))
        for entry in (by_key[key] for key in keys if key in by_key)
    ]
