"""Saved searches, and entries that are old enough to be told of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from search.models import SavedSearch, SearchEntry
from search.saving import save_search
from tests.factories.entries import make_entry
from tests.factories.members import MemberFactory

DAY = timedelta(days=1)


def make_saved(query: str = "q=teripang", *, days_ago: int = 2, **fields: Any) -> SavedSearch:
    """A search that a member saved some days ago, and that was last looked at then."""
    member = fields.pop("member", None) or MemberFactory()
    facts = {"name": "", "rhythm": SavedSearch.Rhythm.NIGHTLY, "language": "id", **fields}
    saved = save_search(member=member, query=query, **facts)
    SavedSearch.objects.filter(pk=saved.pk).update(checked_at=timezone.now() - days_ago * DAY)
    saved.refresh_from_db()
    return saved


def make_old_entry(title: str, **fields: Any) -> SearchEntry:
    """An entry that was written an hour ago."""
    entry = make_entry(title, **fields)
    age(entry)
    return entry


def age(*entries: SearchEntry, minutes: int = 60) -> None:
    """Let entries be written so many minutes ago."""
    keys = [entry.pk for entry in entries]
    SearchEntry.objects.filter(pk__in=keys).update(updated_at=timezone.now() - timedelta(minutes=minutes))
