"""The questions of the Elasticsearch engine as its query language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines import COMING, LEADING, Kinds, Question, is_token
from search.engines.beginnings import (
    BEGUN,
    BEGUN_OTHERWISE,
    CALLED_OTHERWISE,
    CALLED_SO,
    IN_A_ROW,
    TALK,
    Beginning,
    Reading,
)
from search.engines.words import SHORTEST_BEGINNING, Phrase, Term, Words

FACET_FIELDS = {
    "kind": "kind", "region": "regions", "sector": "sectors", "tag": "tags", "language": "language", "year": "year",
}  # fmt: skip
# A word counts most where it names the thing; as it was typed more than by its stem.
AS_TYPED = ("title^4", "names^4", "text^2", "author^3", "place^1")
BEGINNINGS = ("beginnings",)
NAMES = ("title^2", "names^2")
WORDS = 0.1  # what the words of a name count in a suggestion: how short it is, beside how far it begins so
STEMMED = ("titles.id^3", "titles.en^3", "texts.id^1.5", "texts.en^1.5")
BEST_FIRST: list[dict[str, Any]] = [{"_score": "desc"}, {"number": "desc"}]
EXCERPT = 220  # characters
FRAGMENTS = 2  # the best may be of names that no excerpt shows
MARKED = ("title", "texts.id", "texts.en")
MISSPELT = ("title^2.5", "names^2.5", "author", "text^0.3")
CALLED = ("title", "names", "author")
# Up to three words must all be there, of more most; where that finds little, some are enough.
ENOUGH, SOME = "3<80%", "35%"
SYNONYM = 0.6
Similar = Mapping[str, Sequence[str]]
"""Known words that are written a little differently, the most similar first, by the unknown word."""
NONE_SIMILAR: Similar = {}
EXACT, WHOLE_NAME, PROMOTED = 40.0, 3.0, 1000.0


def matching(question: Question, *, forgives: bool = False, similar: Similar = NONE_SIMILAR) -> Query:
    """What the viewer may see, was demanded, and has the words; or was put first by editors.

    Where it forgives, some of the words are enough, and for an unknown one those do that are `similar` to it.
    """
    words = question.words
    demands = [
        Q("terms", audience=sorted(question.tokens)),
        *(facet_filter(facet, values) for facet, values in question.demanded.items()),
        *_demanded_besides(question),
    ]
    excluded = [_phrase(phrase) for phrase in words.excluded]
    if question.not_by:
        excluded.append(Q("terms", authors=list(question.not_by)))
    if not words:
        return Q("bool", filter=demands, must_not=excluded)
    least: str | int = "100%" if question.up_to else ENOUGH
    said = _said(words.apart, least=SOME, similar=similar) if forgives else _said(words, least=least)
    name = " ".join(similar.get(word, (word,))[0] for word in words.plain.split())
    named = [
        Q("constant_score", filter=Q("term", exact=words.plain), boost=EXACT),
        Q("multi_match", query=name, fields=["title", "names"], operator="and", boost=WHOLE_NAME),
    ]
    found = Q("bool", must=[said], should=named)
    if question.promoted:
        first = Q("constant_score", filter=Q("terms", group=list(question.promoted)), boost=PROMOTED)
        found = Q("bool", should=[found, first], minimum_should_match=1)
    return Q("bool", filter=demands, must=[found], must_not=excluded)


def unwanted(question: Question, groups: Sequence[str]) -> Query:
    """What the viewer may see of what leads some groups, and has a word that shall not stand in a result."""
    seen = [
        Q("terms", audience=sorted(question.tokens)),
        Q("terms", group=list(groups)),
        Q("terms", kind=list(LEADING)),
    ]
    phrases = [_phrase(phrase) for phrase in question.words.excluded]
    return Q("bool", filter=seen, should=phrases, minimum_should_match=1)


def _said(words: Words, *, least: str | int, similar: Similar = NONE_SIMILAR) -> Query:
    """What has so many of the words, and each of the phrases: who quotes them means just these."""
    phrases = [_term(term, similar) for term in words.terms if term.is_phrase]
    terms = [_term(term, similar) for term in words.terms if not term.is_phrase]
    return Q("bool", must=phrases, should=terms, minimum_should_match=least if terms else 0)


def marks(keys: list[int], words: Words) -> dict[str, Any]:
    """Ask for the words in entries, with the versions that the server has."""
    best = {"number_of_fragments": FRAGMENTS, "fragment_size": EXCERPT, "order": "score"}
    return {
        "query": {"ids": {"values": keys}},
        "size": len(keys),
        "_source": False,
        "version": True,
        "highlight": {
            "encoder": "html",
            "highlight_query": _marked(words).to_dict(),
            "pre_tags": ["<mark>"],
            "post_tags": ["</mark>"],
            "fields": {"title": {"number_of_fragments": 0}, "texts.id": best, "texts.en": best},
            "max_analyzed_offset": 100_000,
        },
    }


def _marked(words: Words) -> Query:
    """What is marked in a result: the words as typed or by their stems, and what means the same."""
    singles = [word for term in words.terms for phrase in term.meanings if not term.is_phrase for word in phrase]
    phrases = [_phrase(term.words, MARKED) for term in words.terms if term.is_phrase]
    return Q("bool", should=[Q("multi_match", query=" ".join(singles), fields=list(MARKED)), *phrases])


def facet_filter(facet: str, values: tuple[str, ...]) -> Query:
    """What fits one of the values of a facet."""
    if facet == "when":
        return Q("bool", should=[_when(value) for value in values], minimum_should_match=1)
    return Q("terms", **{FACET_FIELDS[facet]: list(values)})


def fitting(query: Query, question: Question) -> Query:
    """What matches and fits each of the chosen facets."""
    return Q("bool", must=[query], filter=[facet_filter(name, values) for name, values in question.chosen.items()])


def nearly_fitting(query: Query, question: Question) -> Query:
    """What matches and fits all of the chosen facets but one: what other values of that one would add."""
    fits = [facet_filter(name, values) for name, values in question.chosen.items()]
    nearly = Q("bool", should=fits, minimum_should_match=len(fits) - 1) if len(fits) > 1 else Q("match_all")
    return Q("bool", must=[query], filter=[nearly], must_not=[Q("bool", filter=fits)])


def sort(question: Question) -> list[dict[str, Any]]:
    """The order, with the number of the entry where all else is equal, so that one can go on from a result."""
    number = {"number": "desc"}
    if question.order == "nearest" and question.near:
        place = {"lat": question.near.latitude, "lon": question.near.longitude}
        return [{"_geo_distance": {"point": place, "order": "asc"}}, number]
    if question.order in {"newest", "oldest"}:
        order = "desc" if question.order == "newest" else "asc"
        return [{"date": {"order": order, "missing": "_last"}}, number]
    return BEST_FIRST


def proposals(words: Words) -> dict[str, Any]:
    """Ask which words are written a little differently, where one is unknown."""
    return {
        "text": words.plain,
        "spelling": {"term": {
            "field": "spelling", "suggest_mode": "missing", "prefix_length": 1, "min_word_length": 4, "size": 3,
            "sort": "score", "max_edits": 2,
        }},
    }  # fmt: skip


def standing_in(tokens: frozenset[str], words: Iterable[str]) -> dict[str, Any]:
    """Ask in how much of what the viewer may see words stand."""
    by_word = {word: {"multi_match": {"query": word, "fields": ["spelling", "text"]}} for word in words}
    return {
        "query": Q("terms", audience=sorted(tokens)).to_dict(),
        "size": 0,
        "track_total_hits": False,
        "aggs": {"words": {"filters": {"filters": by_word}}},
    }


def beginning_with(words: Words, tokens: frozenset[str], kinds: Kinds = ()) -> Query:
    """What has the words in its name, of which the last may be but begun; names that begin so first."""
    typed = Beginning.read(words.text)
    having = Q("dis_max", queries=[_having(reading) for reading in typed.readings], boost=WORDS)
    demands = [Q("terms", audience=sorted(tokens)), *([Q("terms", kind=list(kinds))] if kinds else [])]
    return Q("bool", filter=demands, must=[having],
             should=[Q("dis_max", queries=list(_nearness(typed)))],
             must_not=[] if kinds else [Q("terms", kind=list(TALK))])  # fmt: skip


def _having(reading: Reading) -> Query:
    """What has the whole words in its names and one that begins so; a first letter would begin too many."""
    parts = [
        Q("dis_max", queries=[
            Q("multi_match", query=" ".join(term.words), fields=list(NAMES), operator="and"),
            *(_phrase(phrase, NAMES) for phrase in term.others),
        ])
        for term in reading.whole
    ]  # fmt: skip
    begun = [word for word in reading.begun if len(word) > 1 or not parts]
    if begun:
        parts.append(Q("multi_match", query=" ".join(begun), fields=[*BEGINNINGS, *NAMES]))
    return Q("bool", must=parts)


def _nearness(typed: Beginning) -> Iterator[Query]:
    """How far a name begins with what was typed, as a score that is the same for all: so it costs little."""
    for called, begun, ways in (
        (CALLED_SO, BEGUN, typed.as_typed),
        (CALLED_OTHERWISE, BEGUN_OTHERWISE, typed.otherwise),
    ):
        beginnings = [Q("prefix", exact=way) for way in ways if len(way) > 1]
        if beginnings:
            yield Q("constant_score", filter=Q("terms", exact=list(ways)), boost=called)
            yield Q("constant_score", filter=Q("bool", should=beginnings), boost=begun)
    yield Q("constant_score", filter=Q("match_phrase", beginnings=" ".join(typed.words)), boost=IN_A_ROW)


def _demanded_besides(question: Question) -> list[Query]:
    demands = []
    if question.authors:
        named = [author for author in question.authors if not is_token(author)]
        tokens = [author for author in question.authors if is_token(author)]
        wrote = [Q("match", author={"query": name, "operator": "and"}) for name in named]
        demands.append(Q("bool", should=[Q("terms", authors=tokens), *wrote], minimum_should_match=1))
    days = {
        **({"gte": question.since.isoformat()} if question.since else {}),
        **({"lt": question.until.isoformat()} if question.until else {}),
    }
    if days:
        demands.append(Q("range", date={**days, "time_zone": settings.TIME_ZONE}))
    if question.newer_than or question.up_to or question.known_to:
        last = question.up_to or question.known_to
        up_to = {"lte": last} if last else {}
        demands.append(Q("range", number={"gt": question.newer_than, **up_to}))
    if question.order == "nearest":
        demands.append(Q("exists", field="point"))
    return demands


def _term(term: Term, similar: Similar) -> Query:
    """One term, or what means the same; for an unknown word also what is written similarly."""
    if term.is_phrase:
        return _phrase(term.words)
    typed = [_word(word, is_protected=term.is_protected, similar=similar.get(word, ())) for word in term.words]
    said = typed[0] if len(typed) == 1 else Q("bool", must=typed)
    words = [phrase[0] for phrase in term.others if len(phrase) == 1]
    phrases = [_phrase(phrase, boost=SYNONYM) for phrase in term.others if len(phrase) > 1]
    if words:
        fields = [*AS_TYPED, *STEMMED]
        phrases.append(Q("multi_match", query=" ".join(words), type="best_fields", fields=fields, boost=SYNONYM))
    return Q("dis_max", queries=[said, *phrases], tie_breaker=0.1) if phrases else said


def _word(word: str, *, is_protected: bool, similar: Sequence[str]) -> Query:
    begins = BEGINNINGS if len(word) >= SHORTEST_BEGINNING else ()
    fields = [*AS_TYPED, *begins, *(() if is_protected else STEMMED)]
    as_typed = Q("multi_match", query=word, type="best_fields", fields=fields, tie_breaker=0.2)
    if not similar:
        return as_typed
    best, *others = similar
    misspelt = [
        Q("multi_match", query=best, fields=list(MISSPELT), boost=0.3),
        *(Q("multi_match", query=other, fields=list(CALLED), boost=0.1) for other in others),
    ]
    return Q("dis_max", queries=[as_typed, *misspelt], tie_breaker=0.1)


def _phrase(phrase: Phrase, fields: tuple[str, ...] = AS_TYPED, boost: float = 1) -> Query:
    return Q("multi_match", query=" ".join(phrase), type="phrase", fields=list(fields), boost=boost)


def _when(value: str) -> Query:
    ends = {"gte": "now"} if value == COMING else {"lt": "now"}
    return Q("bool", filter=[Q("term", kind="event"), Q("range", ends_at=ends)])
