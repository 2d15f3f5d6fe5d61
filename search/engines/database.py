"""The embedded engine: the full-text index of the site's own database.

SQLite (FTS5) matches words and their beginnings; PostgreSQL (tsvector) also stems them in the entry's language.
The best `CANDIDATES` matches are ranked, folded and counted; beyond that a result only says that there is more. A
typing error is mended by the words of titles, where nothing was found as typed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from search.engines import FEW, SUGGESTIONS, Answer, Hit, OtherEngineError, Question, Suggestion
from search.engines.counting import CANDIDATES, Carried, count_facets, fold, ranked
from search.engines.database_queries import beginning_with, fitting, narrowed, nearly_fitting, ordered, stands
from search.engines.excerpts import excerpt, mark
from search.engines.words import Words, rewritten
from search.models import EntryTerm, SearchEntry, SearchEntryQuerySet
from search.spelling import mended

BEGINNINGS = 60  # entries, of which the best are suggested
NAME = "database"
BY_TERM = {EntryTerm.Field.REGION.value: "region", EntryTerm.Field.SECTOR.value: "sector"}
READ = ("pk", "kind", "group", "language", "date", "ends_at", "popularity")


@dataclass
class Found:
    """What fits, best first, and what would but for one facet; `words` are those that were looked for in the end."""

    rows: list[SearchEntry]
    words: Words
    nearly: list[SearchEntry] = field(default_factory=list)
    mended: dict[str, str] = field(default_factory=dict)


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
        found = _find(question)
        best = fold(found.rows, question.shown_in)
        answer = Answer(
            total=len(best),
            is_capped=len(found.rows) >= CANDIDATES,
            counts=count_facets(found.rows, found.nearly, _carried([*found.rows, *found.nearly]), question.chosen),
            is_partial=max(len(found.rows), len(found.nearly)) >= CANDIDATES,
            mended=found.mended,
            is_meant=bool(found.mended),
        )
        last = first + question.per_page
        answer.hits = _hits([row.pk for row in best[first:last]], found.words)
        if last < len(best):
            answer.next = (NAME, last, question.known_to or max(row.pk for row in found.rows))
        return answer

    def suggest(self, text: str, tokens: frozenset[str], language: str) -> list[Suggestion]:
        """Give a few things whose title has words beginning so."""
        words = Words.parse(text)
        if not words:
            return []
        rows = list(beginning_with(SearchEntry.objects.findable_by(tokens), words).only(*READ)[:BEGINNINGS])
        chosen = fold(_ranked(rows), language)[:SUGGESTIONS]
        return [Suggestion(hit.entry, hit.title) for hit in _hits([row.pk for row in chosen], words)]


def _find(question: Question) -> Found:
    """Look for all the words; if there is none, for those that were meant; if there are few, for some of them."""
    found = _candidates(question, question.words, every=True)
    if question.up_to:
        return found
    if question.words and not _count(question, found):
        mended, meant = _mended(question)
        if mended:
            found = _candidates(question, meant, every=True)
            found.mended = mended
    if found.words.is_several and _count(question, found) < FEW:
        some = _candidates(question, found.words.apart, every=False)
        known = {row.pk for row in found.rows}
        found.rows += [row for row in some.rows if row.pk not in known]
        found.nearly = some.nearly
    if question.promoted and question.order == "best":
        first = _promoted(question)
        promoted = {row.pk for row in first}
        found.rows = first + [row for row in found.rows if row.pk not in promoted]
    return found


def _count(question: Question, found: Found) -> int:
    """How many have the words, before a facet is chosen, at least a few: so a choice never brings more than it said."""
    if not question.chosen:
        return len(found.rows)
    return len(ordered(narrowed(question), question, found.words, every=True).only("pk")[:FEW])


def _candidates(question: Question, words: Words, *, every: bool) -> Found:
    entries = narrowed(question)
    found = Found(_read(ordered(fitting(entries, question), question, words, every=every)), words)
    if question.chosen:
        found.nearly = _read(ordered(nearly_fitting(entries, question), question, words, every=every))
    if question.order == "best":
        found.rows = _ranked(found.rows)
    return found


def _mended(question: Question) -> tuple[dict[str, str], Words]:
    words = question.words
    singles = (word for term in words.terms if not (term.is_phrase or term.others) for word in term.words)
    known = mended(singles, stands=lambda word: stands(word, question.tokens))
    return known, replace(Words.parse(rewritten(words.plain, known)), excluded=words.excluded)


def _promoted(question: Question) -> list[SearchEntry]:
    rows = _read(fitting(narrowed(question), question).filter(group__in=question.promoted))
    return sorted(rows, key=lambda row: question.promoted.index(row.group))


def _read(entries: SearchEntryQuerySet) -> list[SearchEntry]:
    return list(entries.only(*READ)[:CANDIDATES])


def _ranked(rows: list[SearchEntry]) -> list[SearchEntry]:
    return ranked(rows, {row.pk: row.score for row in rows})  # type: ignore[attr-defined]  # annotated


def _carried(rows: list[SearchEntry]) -> Carried:
    """The regions and sectors of entries, in one query."""
    terms = EntryTerm.objects.filter(entry__in=[row.pk for row in rows], field__in=BY_TERM)
    carried: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, field_, value in terms.values_list("entry_id", "field", "value"):
        carried[key][BY_TERM[field_]].append(value)
    return carried


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
