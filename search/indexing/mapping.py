"""How entries lie in the index: fields, analyzers, and an entry as a document."""

from __future__ import annotations

from typing import Any

from search.models import EntryTerm, SearchEntry
from search.stop_words import STOP_WORDS

LONGEST_BEGINNING = 15
LANGUAGES = {"id": "indonesian", "en": "english"}
KEYWORDS = ("kind", "language", "group", "audience", "regions", "sectors", "tags")

SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    # A deletion is remembered so long: a bulk that was delayed by less can't bring the entry back.
    "gc_deletes": "1h",
    "analysis": {
        "filter": {
            "stop_words": {"type": "stop", "stopwords": sorted(STOP_WORDS)},
            "indonesian_stems": {"type": "stemmer", "language": "indonesian"},
            "english_stems": {"type": "stemmer", "language": "english"},
            "beginnings": {"type": "edge_ngram", "min_gram": 2, "max_gram": LONGEST_BEGINNING},
        },
        "analyzer": {
            # Names are found by this one: nothing is cut off, no word is left out.
            "folded": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
            "beginnings": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding", "beginnings"]},
            **{
                language: {"tokenizer": "standard", "filter": ["lowercase", "stop_words", f"{language}_stems"]}
                for language in LANGUAGES.values()
            },
        },
    },
}


def _stemmed() -> dict[str, Any]:
    return {code: {"type": "text", "analyzer": analyzer} for code, analyzer in LANGUAGES.items()}


MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "keyword"} for name in KEYWORDS},
        "title": {
            "type": "text",
            "analyzer": "folded",
            "fields": {
                "beginnings": {"type": "text", "analyzer": "beginnings", "search_analyzer": "folded"},
            },
        },
        "text": {"type": "text", "analyzer": "folded"},
        # Filled in the language of the entry only.
        "titles": {"properties": _stemmed()},
        "texts": {"properties": _stemmed()},
        "author": {"type": "text", "analyzer": "folded"},
        "place": {"type": "text", "analyzer": "folded"},
        "date": {"type": "date"},
        "point": {"type": "geo_point"},
        "popularity": {"type": "integer"},
        "number": {"type": "long"},
    },
}


def document_of(entry: SearchEntry) -> dict[str, Any]:
    """Write an entry, whose terms are prefetched, as a document."""
    terms: dict[str, list[str]] = {field: [] for field in EntryTerm.Field.values}
    for term in entry.terms.all():
        terms[term.field].append(term.value)
    text = f"{entry.summary}\n{entry.body}".strip()
    language = entry.language if entry.language in LANGUAGES else "id"
    has_point = entry.latitude is not None and entry.longitude is not None
    return {
        "kind": entry.kind,
        "language": entry.language,
        "group": entry.group,
        "audience": terms[EntryTerm.Field.AUDIENCE],
        "regions": terms[EntryTerm.Field.REGION],
        "sectors": terms[EntryTerm.Field.SECTOR],
        "tags": terms[EntryTerm.Field.TAG],
        "title": entry.title,
        "text": text,
        "titles": {language: entry.title},
        "texts": {language: text},
        "author": entry.author,
        "place": entry.place,
        "date": entry.date,
        "popularity": entry.popularity,
        "number": entry.pk,
        **({"point": {"lat": entry.latitude, "lon": entry.longitude}} if has_point else {}),
    }
