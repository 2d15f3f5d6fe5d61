"""The questions of the Elasticsearch engine as its query language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines import COMING, FACETS, PAST, Question, ranking
from search.engines.words import SHORTEST_BEGINNING, Phrase, Term, Words

MOST_BUCKETS = 200
FACET_FIELDS = {"kind": "kind", "region": "regions", "sector": "sectors", "language": "language", "year": "year"}
# A word counts most where it names the thing; as it was typed more than by its stem.
AS_TYPED = ("title^4", "names^4", "text^2", "author^3", "place^1")
BEGINNINGS = ("title.beginnings^1.5", "names.beginnings^1.5")
STEMMED = ("titles.id^3", "titles.en^3", "texts.id^1.5", "texts.en^1.5")
MISSPELT = ("title^2.5", "names^2.5", "author", "text^0.3")
FUZZINESS = "AUTO:4,8"
# Of one or two words all must be there, of more most.
ENOUGH = "2<70%"
SYNONYM = 0.7
EXACT, WHOLE_NAME, PROMOTED = 40.0, 12.0, 1000.0


def matching(question: Question, *, every: bool) -> Query:
    """What the viewer may see, was demanded, and has the words; or was put first by editors."""
    words = question.words
    demands = [
        Q("terms", audience=sorted(question.tokens)),
        *(facet_filter(facet, values) for facet, values in question.demanded),
        *_demanded_besides(question),
    ]
    excluded = [_phrase(phrase) for phrase in words.excluded]
    if not words:
        return Q("bool", filter=demands, must_not=excluded)
    least: str | int = len(words.terms) if question.up_to else ENOUGH
    said = _said(words, least=least, forgives=False)
    named = [
        Q("constant_score", filter=Q("term", exact=words.plain), boost=EXACT),
        Q("multi_match", query=words.plain, fields=["title", "names"], type="best_fields", operator="and",
          fuzziness=FUZZINESS, prefix_length=1, max_expansions=20, boost=WHOLE_NAME / 4),
    ]  # fmt: skip
    if not every:
        # What has most of the words stays before what has some, or words like them.
        named.append(said)
        said = _said(words.apart, least=1, forgives=True)
    found = Q("bool", must=[said], should=named)
    if question.promoted:
        first = Q("constant_score", filter=Q("terms", group=list(question.promoted)), boost=PROMOTED)
        found = Q("bool", should=[found, first], minimum_should_match=1)
    return Q("bool", filter=demands, must=[found], must_not=excluded)


def _said(words: Words, *, least: str | int, forgives: bool) -> Query:
    terms = [_term(term, forgives=forgives) for term in words.terms]
    return Q("bool", should=terms, minimum_should_match=least)


def marked(words: Words) -> Query:
    """What is marked in a result: the words as typed or by their stems, and what means the same."""
    singles = [word for term in words.terms for phrase in term.meanings if not term.is_phrase for word in phrase]
    phrases = [_phrase(term.words) for term in words.terms if term.is_phrase]
    fields = ["title", "text", "texts.id", "texts.en"]
    return Q("bool", should=[Q("multi_match", query=" ".join(singles), fields=fields), *phrases])


def ranked(query: Query) -> Query:
    """Let kind, day and use weigh beside the words."""
    weights = [
        {"weight": 1},
        {"filter": {"terms": {"kind": list(ranking.RECENT_KINDS)}}, "weight": ranking.RECENT,
         "exp": {"date": {"origin": "now/d", "scale": f"{ranking.RECENT_DAYS}d", "decay": 0.5}}},
        {"filter": {"terms": {"kind": list(ranking.NEAR_KINDS)}}, "weight": ranking.NEAR,
         "exp": {"date": {"origin": "now/d", "scale": f"{ranking.NEAR_DAYS}d", "decay": 0.5}}},
        {"weight": ranking.POPULAR, "field_value_factor": {"field": "popularity", "modifier": "log1p", "missing": 0}},
    ]  # fmt: skip
    used = Q("function_score", query=query, functions=weights, score_mode="sum", boost_mode="multiply")
    kinds = [{"filter": {"term": {"kind": kind}}, "weight": boost} for kind, boost in ranking.KIND_BOOSTS.items()]
    return Q("function_score", query=used, functions=kinds, score_mode="multiply", boost_mode="multiply")


def facet_filter(facet: str, values: tuple[str, ...]) -> Query:
    """What fits one of the values of a facet."""
    if facet == "when":
        return Q("bool", should=[_when(value) for value in values], minimum_should_match=1)
    return Q("terms", **{FACET_FIELDS[facet]: list(values)})


def chosen_filter(question: Question, *, without: str = "") -> Query:
    """What fits the chosen facets, but for one."""
    return Q("bool", filter=[facet_filter(name, values) for name, values in question.chosen.items() if name != without])


def counts(question: Question) -> dict[str, Any]:
    """Count the groups by facet, each under the other facets, and all together."""
    newest = {"max": {"field": "number"}}
    asked: dict[str, Any] = {"total": _under(chosen_filter(question), {"groups": _groups(), "newest": newest})}
    for facet in FACETS:
        if facet == "when":
            values: dict[str, Any] = {"filters": {"filters": {name: _when(name).to_dict() for name in (COMING, PAST)}}}
        else:
            values = {"terms": {"field": FACET_FIELDS[facet], "size": MOST_BUCKETS}}
        asked[facet] = _under(
            chosen_filter(question, without=facet), {"values": {**values, "aggs": {"groups": _groups()}}}
        )
    return asked


def sort(question: Question) -> list[dict[str, Any]]:
    """The order, with the number of the entry where all else is equal, so that one can go on from a result."""
    number = {"number": {"order": "desc"}}
    if question.order == "nearest" and question.near:
        place = {"lat": question.near.latitude, "lon": question.near.longitude}
        return [{"_geo_distance": {"point": place, "order": "asc"}}, number]
    if question.order in {"newest", "oldest"}:
        order = "desc" if question.order == "newest" else "asc"
        return [{"date": {"order": order, "missing": "_last"}}, number]
    return [{"_score": {"order": "desc"}}, number]


def proposals(words: Words) -> dict[str, Any]:
    """Ask which words are written a little differently, where one is unknown."""
    return {
        "text": words.plain,
        "spelling": {"term": {
            "field": "spelling", "suggest_mode": "missing", "prefix_length": 1, "min_word_length": 4, "size": 1,
            "sort": "score", "max_edits": 2,
        }},
    }  # fmt: skip


def standing_in(tokens: frozenset[str], words: Iterable[str]) -> dict[str, Any]:
    """Ask which words are proposed for what the viewer may see."""
    by_word = {word: {"term": {"spelling": word}} for word in words}
    return {
        "query": Q("terms", audience=sorted(tokens)).to_dict(),
        "size": 0,
        "track_total_hits": False,
        "aggs": {"words": {"filters": {"filters": by_word}}},
    }


def beginning_with(words: Words, tokens: frozenset[str]) -> Query:
    """What has words beginning so in its name, places and what is told before talk."""
    begun = [
        Q("multi_match", query=word, fields=["title.beginnings", "names.beginnings", "title^2", "names^2"])
        for term in words.terms
        for word in term.words
    ]
    named = Q("constant_score", filter=Q("term", exact=words.plain), boost=20)
    lead = Q("bool", filter=[Q("terms", audience=sorted(tokens))], must=begun, should=[named],
             must_not=[Q("terms", kind=["post", "comment"])])  # fmt: skip
    return ranked(lead)


def _demanded_besides(question: Question) -> list[Query]:
    demands = []
    if question.author.startswith("user:"):
        demands.append(Q("term", authors=question.author))
    elif question.author:
        demands.append(Q("match", author={"query": question.author, "operator": "and"}))
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


def _term(term: Term, *, forgives: bool) -> Query:
    """One term, or what means the same; where it forgives, a word that is long enough may have a letter wrong."""
    if term.is_phrase:
        return _phrase(term.words)
    typed = [_word(word, is_protected=term.is_protected, forgives=forgives) for word in term.words]
    said = typed[0] if len(typed) == 1 else Q("bool", must=typed)
    words = [phrase[0] for phrase in term.others if len(phrase) == 1]
    phrases = [_phrase(phrase, boost=SYNONYM) for phrase in term.others if len(phrase) > 1]
    if words:
        fields = [*AS_TYPED, *STEMMED]
        phrases.append(Q("multi_match", query=" ".join(words), type="best_fields", fields=fields, boost=SYNONYM))
    return Q("dis_max", queries=[said, *phrases], tie_breaker=0.1) if phrases else said


def _word(word: str, *, is_protected: bool, forgives: bool) -> Query:
    begins = BEGINNINGS if len(word) >= SHORTEST_BEGINNING else ()
    fields = [*AS_TYPED, *begins, *(() if is_protected else STEMMED)]
    as_typed = Q("multi_match", query=word, type="best_fields", fields=fields, tie_breaker=0.2)
    if not forgives:
        return as_typed
    misspelt = Q("multi_match", query=word, fields=list(MISSPELT), fuzziness=FUZZINESS, prefix_length=1,
                 max_expansions=20, boost=0.3)  # fmt: skip
    return Q("dis_max", queries=[as_typed, misspelt], tie_breaker=0.1)


def _phrase(phrase: Phrase, boost: float = 1) -> Query:
    return Q("multi_match", query=" ".join(phrase), type="phrase", fields=list(AS_TYPED), boost=boost)


def _when(value: str) -> Query:
    ends = {"gte": "now"} if value == COMING else {"lt": "now"}
    return Q("bool", filter=[Q("term", kind="event"), Q("range", ends_at=ends)])


def _under(narrowed: Query, aggs: dict[str, Any]) -> dict[str, Any]:
    return {"filter": narrowed.to_dict(), "aggs": aggs}


def _groups() -> dict[str, Any]:
    return {"cardinality": {"field": "group", "precision_threshold": 3000}}
