"""Answers from Elasticsearch: one request gives results, counts, excerpts and what was perhaps meant."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from search.engines import FACETS, FEW, SUGGESTIONS, Answer, Hit, OtherEngineError, Question, Suggestion
from search.engines.elasticsearch_queries import (
    beginning_with,
    chosen_filter,
    counts,
    marked,
    matching,
    proposals,
    ranked,
    sort,
    standing_in,
)
from search.engines.excerpts import excerpt, mark
from search.engines.words import Words
from search.indexing.client import client
from search.models import SearchEntry

WAIT = 2  # seconds
DEEPEST = 1000  # results that can be paged through by number
WINDOW = 9_900  # results that the server counts off: it takes 10,000, with the page that follows
# Kinds of which a group has one entry in each language; of others it has many in one.
TRANSLATED = ("region", "page", "story", "event")
FIELDS = ["group", "kind"]
SPARE = 3  # rows read for one result, where results are folded by us
EXCERPT = 220  # characters
NAME = "elasticsearch"
Row = dict[str, Any]


class ElasticsearchEngine:
    """Asks the alias of the index in use."""

    def search(self, question: Question) -> Answer:
        """Give one page of results; when nothing has most of the words, what has some of them."""
        if question.is_senseless:
            return Answer()
        every, first, position = True, (question.page - 1) * question.per_page, ()
        if question.after:
            every, first, known_to, position = _place(question)
            question = replace(question, known_to=known_to)
        if position:
            return self._go_on(question, first, position, every=every)
        found = _ask(_body(question, first, every=every))
        may_forgive = question.words and not question.up_to and not question.after
        if may_forgive and found["aggregations"]["total"]["groups"]["value"] < FEW:
            every = False
            found = _ask(_body(question, first, every=every))
        answer, total = _answer(found, question), found["aggregations"]["total"]
        rows, last = found["hits"]["hits"], first + question.per_page
        if rows and last < total["groups"]["value"]:
            known_to = question.known_to or int(total["newest"]["value"])
            # By its number as far as the server counts: what fits moves a little with every entry that is written.
            place = () if last + question.per_page <= WINDOW else rows[-1]["sort"]
            answer.next = (NAME, int(every), last, known_to, *place)
        return answer

    def suggest(self, text: str, tokens: frozenset[str], language: str) -> list[Suggestion]:
        """Give a few things whose name has words beginning so."""
        words = Words.parse(text)
        if not words:
            return []
        found = _ask(
            {
                "query": beginning_with(words, tokens).to_dict(),
                "collapse": {"field": "group"},
                "size": SUGGESTIONS,
                "source": False,
                "docvalue_fields": FIELDS,
                "track_total_hits": False,
            }
        )
        entries = _entries(found["hits"]["hits"], tokens, language)
        return [Suggestion(entry, mark(entry.title, words)) for entry, _row in entries]

    def _go_on(self, question: Question, first: int, position: tuple[Any, ...], *, every: bool) -> Answer:
        """Give the results after a deep one: rows in their order, of which those stay that are the best of a group.

        Folding and going on from a result exclude each other in one request of Elasticsearch.
        """
        body = _body(question, 0, every=every)
        rows = _ask(
            {"query": body["query"], "post_filter": body["post_filter"], "sort": body["sort"],
             "search_after": list(position),
             "size": question.per_page * SPARE, "source": False, "track_total_hits": False,
             "docvalue_fields": FIELDS}
        )["hits"]["hits"]  # fmt: skip
        groups = sorted({_field(row, "group") for row in rows})
        query = {"bool": {"must": [body["query"]], "filter": [{"terms": {"group": groups}}, body["post_filter"]]}}
        found = _ask({**body, "query": query, "from_": 0, "size": len(groups) or 1})
        best = {row["_id"]: row for row in found["hits"]["hits"]}
        kept = [row for row in rows if row["_id"] in best][: question.per_page]
        found["hits"]["hits"] = [best[row["_id"]] for row in kept]
        answer = _answer(found, question)
        is_full, is_last = len(kept) == question.per_page, len(rows) < question.per_page * SPARE
        if is_full or not is_last:
            place = (kept if is_full else rows)[-1]["sort"]
            answer.next = (NAME, int(every), first + len(kept), question.known_to, *place)
        return answer


def _ask(body: dict[str, Any]) -> dict[str, Any]:
    answer = client().options(request_timeout=WAIT).search(index=settings.SEARCH_INDEX, timeout=f"{WAIT}s", **body)
    return dict(answer.body)


def _place(question: Question) -> tuple[bool, int, int, tuple[Any, ...]]:
    """Which words fit, how many were seen, the newest entry that the first page knew of, and from where it is deep."""
    engine, *place = question.after
    if engine != NAME or len(place) < 3:
        raise OtherEngineError
    every, first, known_to, *position = place
    return bool(every), int(first), int(known_to), tuple(position)


def _body(question: Question, first: int, *, every: bool) -> dict[str, Any]:
    """The request: what matches and may be seen, ranked and counted; facets narrow the results after the counting."""
    query = matching(question, every=every)
    by_score = question.order == "best"
    body: dict[str, Any] = {
        "query": (ranked(query) if by_score else query).to_dict(),
        "collapse": {"field": "group"},
        "from_": first,
        "size": question.per_page,
        "sort": sort(question),
        "source": False,
        "docvalue_fields": FIELDS,
        "track_total_hits": False,
        "version": True,
        "aggs": counts(question),
        "post_filter": chosen_filter(question).to_dict(),
    }
    if question.words:
        body |= {"suggest": proposals(question.words), "highlight": _highlight(question.words)}
    return body


def _highlight(words: Words) -> dict[str, Any]:
    """Mark plain words only: what a fuzzy query may match costs seconds to find again in a text."""
    one = {"number_of_fragments": 1, "fragment_size": EXCERPT}
    return {
        "encoder": "html",
        "highlight_query": marked(words).to_dict(),
        "pre_tags": ["<mark>"],
        "post_tags": ["</mark>"],
        "fields": {"title": {"number_of_fragments": 0}, "text": one, "texts.id": one, "texts.en": one},
        "max_analyzed_offset": 100_000,
    }


def _answer(found: dict[str, Any], question: Question) -> Answer:
    """Read the answer; each hit is looked up in the table once more, in one query: what is gone there is not shown.

    Nor is it in an excerpt: where the table has a newer version than the server read, we cut and mark our own.
    """
    counted = found["aggregations"]
    total = counted["total"]["groups"]["value"]
    return Answer(
        hits=[
            _hit(entry, row.get("highlight", {}) if _is_the_same(entry, row) else {}, question.words)
            for entry, row in _entries(found["hits"]["hits"], question.tokens, question.language)
        ],
        total=min(total, DEEPEST),
        is_capped=total > DEEPEST,
        counts={facet: _counted(counted[facet]["values"]["buckets"]) for facet in FACETS},
        meant=_meant(found.get("suggest", {}).get("spelling", []), question),
    )


def _is_the_same(entry: SearchEntry, row: Row) -> bool:
    return str(entry.pk) == row["_id"] and entry.version == row["_version"]


def _entries(rows: list[Row], tokens: frozenset[str], language: str) -> list[tuple[SearchEntry, Row]]:
    """The entry of each row, or the same thing in the reader's language."""
    keys = [int(row["_id"]) for row in rows]
    groups = [_field(row, "group") for row in rows if _field(row, "kind") in TRANSLATED]
    # Both sides are constants, so that PostgreSQL uses the index of each.
    wanted = Q(pk__in=keys) | Q(group__in=groups, language=language, kind__in=TRANSLATED)
    found = list(SearchEntry.objects.findable_by(tokens).filter(wanted).select_related("cover"))
    by_key = {entry.pk: entry for entry in found}
    read = {(entry.group, entry.kind): entry for entry in found if entry.language == language}
    best = ((by_key[key], row) for key, row in zip(keys, rows, strict=True) if key in by_key)
    return [
        (read.get((entry.group, entry.kind), entry) if entry.kind in TRANSLATED else entry, row) for entry, row in best
    ]


def _field(row: Row, name: str) -> str:
    return str(row["fields"][name][0])


def _counted(buckets: Any) -> dict[str, int]:
    pairs = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    return {value: bucket["groups"]["value"] for value, bucket in pairs if bucket["groups"]["value"]}


def _meant(proposed: list[dict[str, Any]], question: Question) -> str:
    """The words with the unknown ones as they are written elsewhere; empty where all are known.

    The server also proposes words of documents that were closed or deleted, until it tidies up: so it is asked once
    more which of them still stand in something that the viewer may see.
    """
    mended = {part["text"]: part["options"][0]["text"] for part in proposed if part["options"]}
    standing = _ask(standing_in(question.tokens, mended.values()))["aggregations"]["words"]["buckets"] if mended else {}
    mended = {word: other for word, other in mended.items() if standing[other]["doc_count"]}
    return " ".join(mended.get(word, word) for word in question.words.plain.split()) if mended else ""


def _hit(entry: SearchEntry, marked: dict[str, list[str]], words: Words) -> Hit:
    """Show a hit with the server's marks; where it marked nothing, with our own."""
    titles = marked.get("title")
    texts = marked.get("text") or marked.get("texts.id") or marked.get("texts.en")
    return Hit(
        entry,
        _safe(titles[0]) if titles else mark(entry.title, words),
        _safe(" ".join(texts[0].split())) if texts else excerpt(entry.summary, entry.body, words),
    )


def _safe(text: str) -> SafeString:
    """Take what the server escaped and marked; neighbouring words are one place, as one reads them."""
    return mark_safe(re.sub(r"</mark>(\s+)<mark>", r"\1", text))  # noqa: S308 - the server's HTML encoder
