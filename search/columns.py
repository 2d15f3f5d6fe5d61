"""What the table of entries holds for a description: its columns, cut to their lengths, and its terms, each once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from .models import EntryTerm, SearchEntry, Term

if TYPE_CHECKING:
    from .sources import Description

LONGEST_NAME = 80
WRITTEN = [
    "language", "title", "path", "group", "summary", "body", "author", "place", "date", "ends_at", "latitude",
    "longitude", "cover_id", "popularity", "size",
]  # fmt: skip
CUT = {"title": 255, "summary": 500, "path": 400}  # to their lengths in the table


def columns_of(description: Description) -> dict[str, Any]:
    """Give the fields of an entry, cut to their lengths and of the types that the table gives back."""
    columns = {column.attname: column for column in SearchEntry._meta.concrete_fields}
    written = {name: columns[name].to_python(getattr(description, name)) for name in WRITTEN}
    for name, longest in CUT.items():
        written[name] = written[name][:longest]
    return written


def says(entry: SearchEntry, columns: Mapping[str, Any]) -> bool:
    """Tell whether an entry says already what it should."""
    return all(getattr(entry, name) == value for name, value in columns.items())


def terms_of(description: Description) -> set[Term]:
    """Give the terms of a description, each once."""
    values = (
        (EntryTerm.Field.AUDIENCE, description.audience),
        (EntryTerm.Field.REGION, description.regions),
        (EntryTerm.Field.SECTOR, description.sectors),
        (EntryTerm.Field.TAG, description.tags),
        (EntryTerm.Field.AUTHOR, description.authors),
        (EntryTerm.Field.NAME, [name.lower()[:LONGEST_NAME] for name in description.names]),
    )
    return {(str(field), str(value)) for field, each in values for value in each}


def write_terms(changed: Collection[SearchEntry], new: Collection[SearchEntry], terms: Mapping[str, set[Term]]) -> None:
    """Write the terms of entries, in the place of those that the changed ones had."""
    if changed:
        EntryTerm.objects.filter(entry__in=[entry.pk for entry in changed]).delete()
    EntryTerm.objects.bulk_create(
        EntryTerm(entry_id=entry.pk, field=field, value=value)
        for entry in (*changed, *new)
        for field, value in sorted(terms[entry.object_id])
    )
