"""Entries of the search, without the things they would describe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.models import EntryTerm, SearchEntry


def make_entry(
    title: str,
    *,
    kind: str = "story",
    language: str = "id",
    group: str = "",
    audience: str = "everyone",
    regions: Sequence[str] = (),
    terms: Sequence[tuple[str, str]] = (),
    **written: Any,
) -> SearchEntry:
    number = SearchEntry.objects.count() + 1
    entry = SearchEntry.objects.create(
        kind=kind,
        object_id=str(number),
        language=language,
        title=title,
        path=f"/{number}/",
        group=group or f"{kind}:{number}",
        **written,
    )
    for field, value in [("audience", audience), *(("region", code) for code in regions), *terms]:
        EntryTerm.objects.create(entry=entry, field=field, value=value)
    SearchEntry.objects.filter(pk=entry.pk).queue()
    return entry
