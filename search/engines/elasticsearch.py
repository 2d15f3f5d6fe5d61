"""Answers from Elasticsearch: it gives the best entries, which are ranked, folded and counted as those of the database.

Only the best are asked for, without a count of all: so the server can skip what can't be among them. Of a small index
all are, so that its counts are right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any

from django.conf import settings
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines import FEW, SUGGESTIONS, TRANSLATED, Answer, Kinds, OtherEngineError, Question, Suggestion
from search.engines.beginnings import TALK
from search.engines.counting import Carried, count_facets, fold, ranked
from search.engines.elasticsearch_hits import entries_of, hits_of, marks_of
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
from search.engines.excerpts import mark
from search.engines.index_size import index_size
from search.engines.similar_names import counts_of, similar_names
from search.engines.words import Words
from search.indexing.rows import FIELD, Row, read_rows
from search.spelling import differ_beyond_doubling

BEST = 500  # entries that are ranked, folded and counted
WHOLE = 2000  # entries of an index of which all that match are
BEST_FORGIVEN = 200  # of those that have but some of the words
BEGINNINGS = 60  # entries, of which the best are suggested
SPARE = 3  # rows read for one result, where results are folded from their middle on
ROUNDS, MOST_ROWS = 8, 10_000  # and then twice as many each time, up to what the server gives at once
NAME = "elasticsearch"
NOTHING: dict[str, Any] = {"hits": {"hits": []}}


@dataclass
class Found:
    """The best entries that match a query and fit, ranked; `size` is how many they can be.

    `similar` has known words for each that nobody knows. `last` is the place of the last entry, if there are more, and
    `following` the group of the next one.
    """

    query: Query
    rows: list[Row]
    size: int
    similar: Similar = field(default_factory=dict)
    last: tuple[Any, ...] = ()
    following: str = ""


class ElasticsearchEngine:
    """Asks the alias of the index in use."""

    def search(self, question: Question) -> Answer:
        """Give one page of results; where few have most of the words, then those that have some."""
        if question.is_senseless:
            return Answer()
        question = replace(question, words=question.words.without_accents)  # as the index has them
        begin()
        forgives, first, place = None, (question.page - 1) * question.per_page, ()
        if question.after:
            forgives, first, known_to, place = _place(question)
            question = replace(question, known_to=known_to)
        spelling = {"suggest": proposals(question.words)} if question.words else {}
        found = _find(question, matching(question), WHOLE if index_size.is_within(WHOLE) else BEST, **spelling)
        best = fold(found.rows, question.shown_in)
        if forgives is None:
            forgives = bool(question.words) and not question.up_to and len(best) < FEW and _are_few(question)
        if forgives:
            found = _forgive(question, found)
            best = fold(found.rows, question.shown_in)
        last, is_further = min(first + question.per_page, len(best)), bool(place)
        if is_further:
            shown, place = _further(question, found, best, place)
            last = first + len(shown)
        else:
            shown = best[first:last]
        told = ask_together(_besides(question, found, best, shown, forgives=forgives))
        if not is_further and (_goes_on(question, found, best) or told.get("more", NOTHING)["hits"]["hits"]):
            place = found.last
        nearly, is_cut = _cut(read_rows(told.get("nearly", NOTHING)), found.size)
        nearly = _without(nearly, question)
        answer = Answer(
            hits=hits_of(shown, question, marks_of(told.get("marks", NOTHING))),
            # Whoever went on to the last one knows how many there are.
            total=last if is_further and not place else len(best),
            is_capped=bool(place),
            is_partial=bool(found.last) or is_cut,
            counts=count_facets(found.rows, nearly, _carried([*found.rows, *nearly]), question.chosen),
            mended=_mended(found, told["standing"]) if "standing" in told else {},
        )
        known_to = question.known_to
        if is_further or last == len(best):
            answer.next = (NAME, int(forgives), last, known_to or _newest(found), *place) if place else ()
        elif not question.is_numbered:
            answer.next = (NAME, int(forgives), last, known_to or _newest(found))
        return answer

    def suggest(self, text: str, tokens: frozenset[str], language: str, kinds: Kinds = ()) -> list[Suggestion]:
        """Give a few things whose name has words beginning so."""
        words = Words.parse(text)
        if not words:
            return []
        begin()
        rows = _ranked(_rows(beginning_with(words, tokens, kinds), BEST_FIRST, BEGINNINGS))
        chosen = fold(rows, language)[:SUGGESTIONS]
        return [Suggestion(entry, mark(entry.title, words)) for entry in entries_of(chosen, tokens, language)]


def _rows(query: Query, order: list[dict[str, Any]], size: int, **more: Any) -> list[Row]:
    return read_rows(ask(**_body(query, order, size), **more))


def _body(query: Query, order: list[dict[str, Any]], size: int) -> dict[str, Any]:
    """Ask for the best rows, without what is stored and without a count."""
    return {"query": query.to_dict(), "sort": order, "size": size, "docvalue_fields": [FIELD],
            "stored_fields": "_none_", "track_total_hits": False}  # fmt: skip


def _find(question: Question, query: Query, size: int, **more: Any) -> Found:
    """Look for the best entries that match a query and fit the chosen facets, and for one more."""
    answer = ask(**_body(fitting(query, question), sort(question), size + 1), **more)
    read = read_rows(answer)
    rows, has_more = _cut(read, size)
    last, following = (rows[-1].place, read[size].group) if has_more else ((), "")
    rows = _without(rows, question)
    rows = _ranked(rows) if question.order == "best" else rows
    return Found(query, rows, size, _similar(answer, question.words), last, following)


def _cut(rows: list[Row], size: int) -> tuple[list[Row], bool]:
    """Take so many rows, and say whether there are more."""
    return rows[:size], len(rows) > size


def _without(rows: list[Row], question: Question) -> list[Row]:
    """Leave out what shall not be found in another language either, and the talk under what shall not be found."""
    led = {row.group for row in rows if row.kind in (*TRANSLATED, *TALK)} if question.words.excluded else ()
    if not led:
        return rows
    found = _rows(unwanted(question, sorted(led)), BEST_FIRST, len(led) * len(settings.LANGUAGES))
    left_out = {row.group for row in found}
    return [row for row in rows if row.group not in left_out]


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
    return found


def _besides(
    question: Question, found: Found, best: list[Row], shown: list[Row], *, forgives: bool
) -> dict[str, dict[str, Any]]:
    """What is still to be asked once the results are known: the words in them, near misses, and other spellings.

    And whether there is anything but the best, as one row of it says, where the next one is of a group among them.
    """
    bodies = {}
    if found.last and not _goes_on(question, found, best):
        bodies["more"] = {"query": _besides_best(question, found, best).to_dict(), "sort": ["_doc"], "size": 1,
                          "terminate_after": 1, "_source": False, "track_total_hits": False}  # fmt: skip
    if question.chosen:
        bodies["nearly"] = _body(nearly_fitting(found.query, question), sort(question), found.size + 1)
    if shown and question.words:
        bodies["marks"] = marks([row.pk for row in shown], question.words)
    if found.similar and forgives:
        bodies["standing"] = standing_in(question.tokens, {*found.similar, *chain(*found.similar.values())})
    return bodies


def _goes_on(question: Question, found: Found, best: list[Row]) -> bool:
    """Whether the next entry shows that there is another result: it is of no group that is known, and not left out."""
    return bool(found.following) and not question.words.excluded and all(row.group != found.following for row in best)


def _carried(rows: Iterable[Row]) -> Carried:
    """The regions and sectors of rows."""
    return {row.pk: {"region": row.regions, "sector": row.sectors} for row in rows}


def _ranked(rows: list[Row]) -> list[Row]:
    return ranked(rows, {row.pk: row.place[0] for row in rows})


def _besides_best(question: Question, found: Found, best: list[Row]) -> Query:
    """What fits and is of no group that is among the best."""
    known = Q("terms", group=sorted(row.group for row in best))
    return Q("bool", must=[fitting(found.query, question)], must_not=[known])


def _further(
    question: Question, found: Found, best: list[Row], place: tuple[Any, ...]
) -> tuple[list[Row], tuple[Any, ...]]:
    """Give the results after a place behind the best: rows that are the first of their group, and the next place.

    There is a next place only where another result follows. Folding and going on from a place exclude each other in
    one request of Elasticsearch.
    """
    query, order, size = _besides_best(question, found, best), sort(question), question.per_page * SPARE
    kept: list[Row] = []
    for _round in range(ROUNDS):
        rows = _rows(query, order, size, search_after=list(place))
        groups = sorted({row.group for row in rows})
        within = Q("bool", must=[query], filter=[Q("terms", group=groups)])
        first = {row.pk for row in _rows(within, order, len(groups), collapse={"field": "group"})} if groups else set()
        kept += _without([row for row in rows if row.pk in first], question)
        place = rows[-1].place if len(rows) == size else ()
        if len(kept) > question.per_page:
            kept = kept[: question.per_page]
            return kept, kept[-1].place
        if not place:
            break
        size = min(2 * size, MOST_ROWS)
    return kept, place


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
    count = counts_of(standing)
    standing_for = {word: next(filter(count.get, others), "") for word, others in found.similar.items()}
    return {word: other for word, other in standing_for.items() if other and not count[word]}
