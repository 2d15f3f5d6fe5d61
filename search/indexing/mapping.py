"""How entries lie in the index: fields, analyzers, and an entry as a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from search.models import EntryTerm, SearchEntry, Term
from search.stop_words import STOP_WORDS
from search.wording import protected_words

from .rows import FIELD, packed

LONGEST_BEGINNING = 15
SPELLED = 300  # characters of a text whose words are proposed for others
PASSING = ("post", "comment")  # kinds with the words of whoever passed by, spelled as may be: not proposed
LANGUAGES = {"id": "indonesian", "en": "english"}
KEYWORDS = ("kind", "language", "audience", "regions", "sectors", "tags", "authors", "year")
FOLDED = ["lowercase", "asciifolding"]
# The words of the index are those that `Words` reads: what the tokenizer would keep inside one (`jum'at`, `3,5`,
# `contoh.id`) stands between two. A dot between digits stays, since the code of a region is one word.
WORDS = {"tokenizer": "standard", "char_filter": ["separators", "dots"]}
SEPARATORS = "'‘’＇:·,;"


def settings_of_index() -> dict[str, Any]:
    """How text is analysed; the protected words are those of now, until the index is built anew."""
    return {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        # A deletion is remembered so long: a bulk that was delayed by less can't bring the entry back.
        "gc_deletes": "1h",
        "analysis": {
            "normalizer": {"folded": {"type": "custom", "filter": FOLDED}},
            "char_filter": {
                "separators": {"type": "mapping", "mappings": [f"{sign} => \\u0020" for sign in SEPARATORS]},
                "dots": {"type": "pattern_replace", "pattern": r"(?<=\p{L})\.(?=\p{L})", "replacement": " "},
            },
            "filter": {
                "stop_words": {"type": "stop", "stopwords": sorted(STOP_WORDS)},
                "protected": {"type": "keyword_marker", "keywords": sorted(protected_words()) or [""]},
                "indonesian_stems": {"type": "stemmer", "language": "indonesian"},
                "english_stems": {"type": "stemmer", "language": "english"},
                "beginnings": {"type": "edge_ngram", "min_gram": 2, "max_gram": LONGEST_BEGINNING},
            },
            "analyzer": {
                # Names are found by this one: nothing is cut off, no word is left out.
                "folded": {**WORDS, "filter": FOLDED},
                "beginnings": {**WORDS, "filter": [*FOLDED, "beginnings"]},
                **{
                    language: {**WORDS, "filter": [*FOLDED, "stop_words", "protected", f"{language}_stems"]}
                    for language in LANGUAGES.values()
                },
            },
        },
    }


def _stemmed(**options: str) -> dict[str, Any]:
    return {code: {"type": "text", "analyzer": analyzer, **options} for code, analyzer in LANGUAGES.items()}


MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # What is shown with marks; all else stands in the table.
    "_source": {"includes": ["title", "texts.*"]},
    "properties": {
        # What things are filtered by; they are ranked and counted by their row.
        **{name: {"type": "keyword", "doc_values": False} for name in KEYWORDS},
        FIELD: {"type": "binary", "doc_values": True},
        "group": {"type": "keyword"},
        "number": {"type": "long"},
        "title": {"type": "text", "analyzer": "folded"},
        # Other names; of all names their beginnings, and all of them whole, as a name is asked for.
        "names": {"type": "text", "analyzer": "folded"},
        "beginnings": {"type": "text", "analyzer": "beginnings", "search_analyzer": "folded"},
        "exact": {"type": "keyword", "normalizer": "folded", "doc_values": False},
        "text": {"type": "text", "analyzer": "folded"},
        # Filled in the language of the entry only.
        "titles": {"properties": _stemmed()},
        # With offsets, so that a place in a long text is found without analysing it again.
        "texts": {"properties": _stemmed(index_options="offsets", copy_to="text")},
        # What everyone may read, so that no word of a closed room is proposed to a visitor.
        "spelling": {"type": "text", "analyzer": "folded", "norms": False, "index_options": "docs"},
        "author": {"type": "text", "analyzer": "folded"},
        "place": {"type": "text", "analyzer": "folded"},
        "date": {"type": "date"},
        "ends_at": {"type": "date", "doc_values": False},
        "point": {"type": "geo_point"},
    },
}


def document_of(entry: SearchEntry, terms: Iterable[Term], public: frozenset[str]) -> dict[str, Any]:
    """Write an entry and its terms as a document; words of what is `public` are proposed to who mistypes them.

    A text that it lacks is empty, not absent: lengths are looked up much faster where each document has one.
    """
    carried: defaultdict[str, list[str]] = defaultdict(list)
    for field, value in terms:
        carried[field].append(value)
    names = carried[EntryTerm.Field.NAME]
    is_proposed = not public.isdisjoint(carried[EntryTerm.Field.AUDIENCE]) and entry.kind not in PASSING
    text = f"{entry.summary}\n{entry.body}".strip()
    language = entry.language if entry.language in LANGUAGES else "id"
    has_point = entry.latitude is not None and entry.longitude is not None
    return {
        FIELD: packed(entry, carried[EntryTerm.Field.REGION], carried[EntryTerm.Field.SECTOR]),
        "kind": entry.kind,
        "language": entry.language,
        "group": entry.group,
        "audience": carried[EntryTerm.Field.AUDIENCE],
        "regions": carried[EntryTerm.Field.REGION],
        "sectors": carried[EntryTerm.Field.SECTOR],
        "tags": carried[EntryTerm.Field.TAG],
        "authors": carried[EntryTerm.Field.AUTHOR],
        "number": entry.pk,
        "names": names or [""],
        "beginnings": [entry.title, *names],
        "exact": [entry.title, *names],
        "title": entry.title,
        "titles": {code: entry.title if code == language else "" for code in LANGUAGES},
        "texts": {code: text if code == language else "" for code in LANGUAGES},
        "author": entry.author,
        "place": entry.place,
        "date": entry.date,
        "ends_at": entry.ends_at,
        "year": entry.year or None,
        "spelling": f"{entry.title} {' '.join(names)} {text[:SPELLED]}" if is_proposed else None,
        **({"point": {"lat": entry.latitude, "lon": entry.longitude}} if has_point else {}),
    }
