"""Answers from Elasticsearch: it gives the best entries, which are ranked, folded and counted as those of the database.

Only the best are asked for, without a count of all: so the server can skip what can't be among them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Q as Either
from django.utils.safestring import SafeString, mark_safe
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines import FEW, SUGGESTIONS, TRANSLATED, Answer, Hit, OtherEngineError, Question, Suggestion
from search.engines.counting import Carried, count_facets, fold, ranked
from search.engines.elasticsearch_queries import (
    BEST_FIRST,
    Similar,
    beginning_with,
    fitting,
    marks,
    matching,
    nearly_fitting,
    proposals,
    sort,
    standing_in,
    unwanted,
)
from search.engines.elasticsearch_server import ask, ask_together, begin
from search.engines.excerpts import excerpt, mark
from search.engines.similar_names import similar_names
from search.engines.words import Words
from search.indexing.rows import FIELD, Row, read_rows
from search.models import BESIDE, SearchEntry
from search.spelling import differ_beyond_doubling

BEST = 500  # entries that are ranked, folded and counted
BEST_FORGIVEN = 200  # of those that have but some of the words
BEGINNINGS = 60  # entries, of which the best are suggested
SPARE = 3  # rows read for one result, where results are folded from their middle on
NAME = "elasticsearch"
Marks = dict[str, list[str]]


@dataclass
class Found:
    """The best entries that match a query and fit, ranked; `size` is how many were asked for.

    `similar` has known words for each that nobody knows. `last` is the place of the last entry, if there are more.
    `leading` are groups of entries that another query put before them.
    """

    query: Query
    rows: list[Row]
    size: int
    similar: Similar = field(default_factory=dict)
    last: tuple[Any, ...] = ()
    leading: frozenset[str] = frozenset()


class ElasticsearchEngine:
    """Asks the alias of the index in use."""

    def search(self, question: Question) -> Answer:
        """Give one page of results; where few have most of the words, then those that have some."""
        if question.is_senseless:
            return Answer()
        begin()
        forgives, first, place = None, (question.page - 1) * question.per_page, ()
        if question.after:
            forgives, first, known_to, place = _place(question)
            question = replace(question, known_to=known_to)
        spelling = {"suggest": proposals(question.words)} if question.words else {}
        found = _find(question, matching(question), BEST, **spelling)
        best = fold(found.rows, question.shown_in)
        if forgives is None:
            forgives = bool(question.words) and not question.up_to and len(best) < FEW and _are_few(question)
        if forgives:
            found = _forgive(question, found)
            best = fold(found.rows, question.shown_in)
        last = first + question.per_page
        if place:
            shown, place = _further(question, found, place)
            last = first + len(shown)
        else:
            shown, place = best[first:last], found.last if last >= len(best) else ()
        told = ask_together(_besides(question, found, shown, forgives=forgives))
        nearly = read_rows(told["nearly"]) if "nearly" in told else []
        is_partial = bool(found.last) or len(nearly) == found.size
        nearly = _without(nearly, question)
        answer = Answer(
            hits=_hits(shown, question, _marks(told["marks"]) if "marks" in told else {}),
            total=len(best),
            is_capped=bool(found.last),
            is_partial=is_partial,
            counts=count_facets(found.rows, nearly, _carried([*found.rows, *nearly]), question.chosen),
            mended=_mended(found, told["standing"]) if "standing" in told else {},
        )
        if place or (last < len(best) and not question.is_numbered):
            answer.next = (NAME, int(forgives), last, question.known_to or _newest(found), *place)
        return answer

    def suggest(self, text: str, tokens: frozenset[str], language: str) -> list[Suggestion]:
        """Give a few things whose name has words beginning so."""
        words = Words.parse(text)
        if not words:
            return []
        begin()
        rows = _ranked(_rows(beginning_with(words, tokens), BEST_FIRST, BEGINNINGS))
        chosen = fold(rows, language)[:SUGGESTIONS]
        return [Suggestion(entry, mark(entry.title, words)) for entry in _entries(chosen, tokens, language)]


def _rows(query: Query, order: list[dict[str, Any]], size: int, **more: Any) -> list[Row]:
    return read_rows(ask(**_body(query, order, size), **more))


def _body(query: Query, order: list[dict[str, Any]], size: int) -> dict[str, Any]:
    """Ask for the best rows, without what is stored and without a count."""
    return {"query": query.to_dict(), "sort": order, "size": size, "docvalue_fields": [FIELD],
            "stored_fields": "_none_", "track_total_hits": False}  # fmt: skip


def _find(question: Question, query: Query, size: int, **more: Any) -> Found:
    """Look for the best entries that match a query and fit the chosen facets."""
    answer = ask(**_body(fitting(query, question), sort(question), size), **more)
    rows = read_rows(answer)
    last = rows[-1].place if len(rows) == size else ()
    rows = _without(rows, question)
    rows = _ranked(rows) if question.order == "best" else rows
    return Found(query, rows, size, _similar(answer, question.words), last)


def _without(rows: list[Row], question: Question) -> list[Row]:
    """Leave out things of which another language's version has what shall not stand in a result."""
    groups = sorted({row.group for row in rows if row.kind in TRANSLATED}) if question.words.excluded else ()
    if not groups:
        return rows
    found = _rows(unwanted(question, groups), BEST_FIRST, len(groups) * len(settings.LANGUAGES))
    left_out = {row.group for row in found}
    return [row for row in rows if row.kind not in TRANSLATED or row.group not in left_out]


def _are_few(question: Question) -> bool:
    """Whether few have the words at all, before a facet is chosen: so a choice never brings more than it said."""
    if not question.chosen:
        return True
    return len({row.group for row in _rows(matching(question), sort(question), BEST)}) < FEW


def _forgive(question: Question, strict: Found) -> Found:
    """Look for entries with some of the words, or words similar to those that nobody knows; those with most lead."""
    similar = strict.similar if strict.rows else {**strict.similar, **similar_names(question, strict.similar)}
    query = matching(question, forgives=True, similar=similar)
    found = replace(_find(question, query, BEST_FORGIVEN), similar=similar)
    if question.order == "best":
        both = [*found.rows, *strict.rows]
        scores: defaultdict[int, float] = defaultdict(float)
        for row in both:
            scores[row.pk] += row.place[0]
        found.rows = ranked({row.pk: row for row in both}.values(), scores)
        found.leading = frozenset(row.group for row in strict.rows)
    return found


def _besides(question: Question, found: Found, shown: list[Row], *, forgives: bool) -> dict[str, dict[str, Any]]:
    """What is still to be asked once the results are known: the words in them, near misses, and other spellings."""
    bodies = {}
    if question.chosen:
        bodies["nearly"] = _body(nearly_fitting(found.query, question), sort(question), found.size)
    if shown and question.words:
        bodies["marks"] = marks([row.pk for row in shown], question.words)
    if found.similar and forgives:
        bodies["standing"] = standing_in(question.tokens, {*found.similar, *chain(*found.similar.values())})
    return bodies


def _carried(rows: Iterable[Row]) -> Carried:
    """The regions and sectors of rows."""
    return {row.pk: {"region": row.regions, "sector": row.sectors} for row in rows}


def _ranked(rows: list[Row]) -> list[Row]:
    return ranked(rows, {row.pk: row.place[0] for row in rows})


def _further(question: Question, found: Found, place: tuple[Any, ...]) -> tuple[list[Row], tuple[Any, ...]]:
    """Give the results after a place behind the best: rows that are the first of their group, and the next place.

    Folding and going on from a place exclude each other in one request of Elasticsearch.
    """
    query, order, size = fitting(found.query, question), sort(question), question.per_page * SPARE
    rows = _rows(query, order, size, search_after=list(place))
    groups = sorted({row.group for row in rows} - found.leading)
    within = Q("bool", must=[query], filter=[Q("terms", group=groups)])
    first = {row.pk for row in _rows(within, order, len(groups) or 1, collapse={"field": "group"})}
    kept = _without([row for row in rows if row.pk in first], question)
    if len(kept) > question.per_page:
        kept = kept[: question.per_page]
        return kept, kept[-1].place
    return kept, rows[-1].place if len(rows) == size else ()


def _newest(found: Found) -> int:
    """The newest entry that can be among the results of the first page, so that all pages are made of the same."""
    if not found.last:
        return max(row.pk for row in found.rows)
    newest = ask(query={"match_all": {}}, size=0, track_total_hits=False, aggs={"newest": {"max": {"field": "number"}}})
    return int(newest["aggregations"]["newest"]["value"])


def _place(question: Question) -> tuple[bool, int, int, tuple[Any, ...]]:
    """Read whether it forgives, how many were seen, the newest entry known at first, and a place behind the best."""
    engine, *known = question.after
    if engine != NAME or len(known) < 3:
        raise OtherEngineError
    forgives, first, known_to, *place = known
    return bool(forgives), int(first), int(known_to), tuple(place)


def _hits(rows: list[Row], question: Question, marks: Mapping[tuple[int, int], Marks]) -> list[Hit]:
    """Show rows; each is looked up in the table once more, in one query: what is gone there is not shown.

    Nor is it in an excerpt: where the table has a newer version than the server read, we cut and mark our own.
    """
    return [
        _hit(entry, marks.get((entry.pk, entry.version), {}), question.words)
        for entry in _entries(rows, question.tokens, question.shown_in)
    ]


def _marks(answer: Mapping[str, Any]) -> dict[tuple[int, int], Marks]:
    """Read the marked words of entries, by key and the version of the entry that the server read."""
    return {(int(hit["_id"]), hit["_version"]): hit.get("highlight", {}) for hit in answer["hits"]["hits"]}


def _entries(rows: list[Row], tokens: frozenset[str], language: str) -> list[SearchEntry]:
    """The entry of each row, or the same thing in the reader's language."""
    groups = [row.group for row in rows if row.kind in TRANSLATED and row.language != language]
    # Both sides are constants, so that PostgreSQL uses the index of each.
    wanted = Either(pk__in=[row.pk for row in rows]) | Either(group__in=groups, language=language, kind__in=TRANSLATED)
    found = list(SearchEntry.objects.findable_by(tokens).filter(wanted).select_related("cover"))
    by_key = {entry.pk: entry for entry in found}
    read = {(entry.group, entry.kind): entry for entry in found if entry.language == language}
    best = (by_key[row.pk] for row in rows if row.pk in by_key)
    return [read.get((entry.group, entry.kind), entry) if entry.kind in TRANSLATED else entry for entry in best]


def _similar(answer: dict[str, Any], words: Words) -> Similar:
    """Read what is written similarly to an unknown word, if it is one: no number, not quoted, and it means nothing."""
    known = {word for term in words.terms if term.others or term.is_phrase for word in term.words}
    return {
        part["text"]: sorted(
            (option["text"] for option in part["options"]), key=partial(differ_beyond_doubling, part["text"])
        )
        for part in answer.get("suggest", {}).get("spelling", [])
        if part["options"] and part["text"].isalpha() and part["text"] not in known
    }


def _mended(found: Found, standing: Mapping[str, Any]) -> dict[str, str]:
    """The unknown words, as they are written elsewhere.

    The server also proposes words of documents that were closed or deleted, until it tidies up, and for words that
    stand in replies only: so it was asked which stand in what the viewer may see.
    """
    count = {word: said["doc_count"] for word, said in standing["aggregations"]["words"]["buckets"].items()}
    standing_for = {word: next(filter(count.get, others), "") for word, others in found.similar.items()}
    return {word: other for word, other in standing_for.items() if other and not count[word]}


def _hit(entry: SearchEntry, marked: Marks, words: Words) -> Hit:
    """Show a hit with the server's marks; where it marked nothing, with our own."""
    titles = marked.get("title")
    texts = [text for name in ("texts.id", "texts.en") for text in marked.get(name, ()) if "<mark>" in _told(text)]
    return Hit(
        entry,
        _safe(titles[0]) if titles else mark(entry.title, words),
        _safe(" ".join(_told(texts[0]).split())) if texts else excerpt(entry.summary, entry.told, words),
    )


def _told(fragment: str) -> str:
    return fragment.partition(BESIDE)[0]


def _safe(text: str) -> SafeString:
    """Take what the server escaped and marked; neighbouring words are one place, as one reads them."""
    return mark_safe(re.sub(r"</mark>(\s+)<mark>", r"\1", text))  # noqa: S308 - the server's HTML encoder
