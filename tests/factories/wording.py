"""What editors teach the search, and what visitors looked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from search.models import Asked, EntryTerm, Promotion, ProtectedWord, SearchEntry, SynonymGroup
from tests.factories.members import EditorFactory, join


def make_synonyms(words: str = "sagu lempeng, sinoli") -> SynonymGroup:
    return SynonymGroup.objects.create(words=words)


def make_entry(path: str = "/forum/topik/7/bibit/", **fields: Any) -> SearchEntry:
    """An entry of its own, without the thing that it would describe."""
    count = SearchEntry.objects.count()
    fields = {"kind": "topic", "object_id": f"x{count}", "group": f"topic:x{count}", "title": "Bibit memutih"} | fields
    audience = fields.pop("audience", "everyone")
    entry = SearchEntry.objects.create(language="id", path=path, **fields)
    EntryTerm.objects.create(entry=entry, field=EntryTerm.Field.AUDIENCE, value=audience)
    return entry


def make_promotion(words: str = "bibit", entry: SearchEntry | None = None, **days: date) -> Promotion:
    return Promotion.objects.create(words=words, entry=entry or make_entry(), **days)


def make_asked(text: str = "rumput laut", *, days_ago: int = 0, times: int = 1, **counts: Any) -> Asked:
    return Asked.objects.create(text=text, day=today() - timedelta(days=days_ago), times=times, **counts)


def today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


def make_word_editor() -> Any:
    """An editor with the rights on what the search is taught."""
    editor = EditorFactory()
    for model in (SynonymGroup, ProtectedWord, Promotion):
        kind = ContentType.objects.get_for_model(model)
        for verb in ("add", "change", "delete"):
            join(editor, "Editors", (kind.app_label, kind.model, f"{verb}_{kind.model}"))
    return editor
