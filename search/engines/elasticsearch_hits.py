"""Shows rows of Elasticsearch as results: each entry as the table has it, with the words that the server marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Q as Either
from django.utils.safestring import SafeString, mark_safe

from search.engines import TRANSLATED, Hit, Question
from search.engines.excerpts import excerpt, mark
from search.engines.words import Words
from search.indexing.rows import Row
from search.models import BESIDE, SearchEntry

Marks = dict[str, list[str]]


def hits_of(rows: list[Row], question: Question, marks: Mapping[tuple[int, int], Marks]) -> list[Hit]:
    """Show rows; each is looked up in the table once more, in one query: what is gone there is not shown.

    Nor is it in an excerpt: where the table has a newer version than the server read, we cut and mark our own.
    """
    return [
        _hit(entry, marks.get((entry.pk, entry.version), {}), question.words)
        for entry in entries_of(rows, question.tokens, question.shown_in)
    ]


def marks_of(answer: Mapping[str, Any]) -> dict[tuple[int, int], Marks]:
    """Read the marked words of entries, by key and the version of the entry that the server read."""
    return {(int(hit["_id"]), hit["_version"]): hit.get("highlight", {}) for hit in answer["hits"]["hits"]}


def entries_of(rows: list[Row], tokens: frozenset[str], language: str) -> list[SearchEntry]:
    """The entry of each row, or the same thing in the reader's language."""
    groups = [row.group for row in rows if row.kind in TRANSLATED and row.language != language]
    # Both sides are constants, so that PostgreSQL uses the index of each.
    wanted = Either(pk__in=[row.pk for row in rows]) | Either(group__in=groups, language=language, kind__in=TRANSLATED)
    found = list(SearchEntry.objects.findable_by(tokens).filter(wanted).select_related("cover"))
    by_key = {entry.pk: entry for entry in found}
    read = {(entry.group, entry.kind): entry for entry in found if entry.language == language}
    best = (by_key[row.pk] for row in rows if row.pk in by_key)
    return [read.get((entry.group, entry.kind), entry) if entry.kind in TRANSLATED else entry for entry in best]


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
