"""Answers from Elasticsearch: one request gives results, counts and excerpts."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines import KIND_BOOSTS, Answer, Hit, Question
from search.engines.excerpts import excerpt, mark
from search.engines.words import Words
from search.indexing.client import client
from search.models import SearchEntry

WAIT = 2  # seconds
DEEPEST = 1000  # results that can be paged through
MOST_BUCKETS = 200
IN_GROUP = 3
EXCERPT = 220  # characters
# A word counts most where it names the thing; as it was typed more than by its stem.
AS_TYPED = ("title^6", "text^1.5", "author^2", "place")
FIELDS = (*AS_TYPED, "title.beginnings^2", "titles.id^3", "titles.en^3", "texts.id", "texts.en")


class ElasticsearchEngine:
    """Asks the alias of the index in use."""

    def search(self, question: Question) -> Answer:
        """Give one page of results; when nothing has all the words, what has most of them."""
        words = Words.parse(question.text)
        if question.text.strip() and not words:
            return Answer()
        found = self._ask(question, words, every=True)
        is_open = words.is_several and question.page == 1 and not question.up_to
        if not found["hits"]["hits"] and is_open:
            found = self._ask(question, words, every=False)
        return _answer(found, question, words)

    def _ask(self, question: Question, words: Words, *, every: bool) -> dict[str, Any]:
        answer = (
            client()
            .options(request_timeout=WAIT)
            .search(index=settings.SEARCH_INDEX, **body(question, words, every=every))
        )
        return dict(answer.body)


def body(question: Question, words: Words, *, every: bool) -> dict[str, Any]:
    """The request: what matches and may be seen, ranked and counted; filters narrow the results, not the counts."""
    filters = _filters(question)
    narrowed = Q("bool", filter=filters).to_dict()
    request: dict[str, Any] = {
        "query": _ranked(_matching(question, words, every=every)).to_dict(),
        "collapse": {"field": "group", "inner_hits": _group(words)},
        "from_": (question.page - 1) * question.per_page,
        "size": question.per_page,
        "source": False,
        "timeout": f"{WAIT}s",
        "track_total_hits": False,
        "aggs": {name: _count(name) for name in ("kind", "regions", "sectors")}
        | {"total": {"filter": narrowed, "aggs": {"groups": _groups()}}},
    }
    if filters:
        request["post_filter"] = narrowed
    if not words:
        request["sort"] = [{"date": {"order": "desc", "missing": "_last"}}]
    return request


def _matching(question: Question, words: Words, *, every: bool) -> Query:
    """What the viewer may see, and has the words; a word that is long enough may have a letter wrong."""
    terms = [_term(term) for term in words.terms]
    may_see = [Q("terms", audience=sorted(question.tokens))]
    if not terms:
        return Q("bool", filter=may_see)
    return Q("bool", filter=may_see, should=terms, minimum_should_match=len(terms) if every else "1<50%")


def _term(term: tuple[str, ...]) -> Query:
    if len(term) > 1:
        return Q("multi_match", query=" ".join(term), type="phrase", fields=list(AS_TYPED))
    (word,) = term
    as_typed = Q("multi_match", query=word, type="best_fields", fields=list(FIELDS), tie_breaker=0.2)
    misspelt = Q(
        "multi_match", query=word, fields=["title^2", "text^0.3"], fuzziness="AUTO:4,8", prefix_length=1,
        max_expansions=30, boost=0.3,
    )  # fmt: skip
    return Q("dis_max", queries=[as_typed, misspelt], tie_breaker=0.1)


def _ranked(matching: Query) -> Query:
    functions: list[dict[str, Any]] = [
        {"filter": {"term": {"kind": kind}}, "weight": weight} for kind, weight in KIND_BOOSTS.items()
    ]
    functions.append({"field_value_factor": {"field": "popularity", "modifier": "log2p", "missing": 0}})
    return Q("function_score", query=matching, functions=functions, score_mode="multiply", boost_mode="multiply")


def _filters(question: Question) -> list[Query]:
    filters = []
    if question.kinds:
        filters.append(Q("terms", kind=list(question.kinds)))
    if question.region:
        filters.append(Q("term", regions=question.region))
    if question.sector:
        filters.append(Q("term", sectors=question.sector))
    if question.newer_than:
        filters.append(Q("range", number={"gt": question.newer_than}))
    if question.up_to:
        filters.append(Q("range", number={"lte": question.up_to}))
    return filters


def _count(name: str) -> dict[str, Any]:
    return {"terms": {"field": name, "size": MOST_BUCKETS}, "aggs": {"groups": _groups()}}


def _groups() -> dict[str, Any]:
    return {"cardinality": {"field": "group", "precision_threshold": 3000}}


def _group(words: Words) -> dict[str, Any]:
    """The best of a group, among them the one in the reader's language, with what is marked in each."""
    best: dict[str, Any] = {"name": "best", "size": IN_GROUP, "_source": False, "docvalue_fields": ["kind", "language"]}
    return best | {"highlight": _highlight()} if words else best


def _highlight() -> dict[str, Any]:
    return {
        "encoder": "html",
        "pre_tags": ["<mark>"],
        "post_tags": ["</mark>"],
        "fields": {
            "title": {"number_of_fragments": 0},
            "text": {"number_of_fragments": 1, "fragment_size": EXCERPT, "no_match_size": 0},
            **{f"texts.{code}": {"number_of_fragments": 1, "fragment_size": EXCERPT} for code in ("id", "en")},
        },
        "max_analyzed_offset": 100_000,
    }


def _answer(found: dict[str, Any], question: Question, words: Words) -> Answer:
    """Read the answer; each hit is looked up in the table once more, in one query: what is gone there is not shown."""
    counts = found["aggregations"]
    groups = [row["inner_hits"]["best"]["hits"]["hits"] for row in found["hits"]["hits"]]
    rows = [_for_reader(group, question.language) for group in groups]
    entries = (
        SearchEntry.objects.findable_by(question.tokens)
        .select_related("cover")
        .in_bulk([int(row["_id"]) for row in rows])
    )
    total = counts["total"]["groups"]["value"]
    return Answer(
        hits=[
            _hit(entries[int(row["_id"])], row.get("highlight", {}), words)
            for row in rows
            if int(row["_id"]) in entries
        ],
        total=min(total, DEEPEST),
        is_capped=total > DEEPEST,
        kinds=_counted(counts["kind"]),
        regions=_counted(counts["regions"]),
        sectors=_counted(counts["sectors"]),
    )


def _for_reader(group: list[dict[str, Any]], language: str) -> dict[str, Any]:
    """Take the best of a group, or the same kind of thing in the reader's language."""
    best = group[0]
    same_kind = [row for row in group if row["fields"]["kind"] == best["fields"]["kind"]]
    return next((row for row in same_kind if row["fields"]["language"] == [language]), best)


def _counted(count: dict[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["groups"]["value"] for bucket in count["buckets"]}


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
