"""The peer to be measured against: Wagtail's own Elasticsearch backend, default settings, on the same documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.search import index
from wagtail.search.backends.elasticsearch8 import Elasticsearch8SearchBackend


class PeerEntry(index.Indexed, models.Model):
    """The table of entries once more, as a model that Wagtail indexes; the title counts twice, as on its pages."""

    kind = models.CharField(max_length=20)
    group = models.CharField(max_length=80)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=500)
    body = models.TextField()
    author = models.CharField(max_length=120)
    place = models.CharField(max_length=160)
    is_deleted = models.BooleanField()

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title", boost=2),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("author"),
        index.SearchField("place"),
        index.FilterField("is_deleted"),
    ]

    class Meta:
        app_label = "search"
        managed = False
        db_table = "search_searchentry"

    def __str__(self) -> str:
        return self.title


def index_all(url: str) -> Elasticsearch8SearchBackend:
    """Index every entry in Wagtail's way; give its backend."""
    backend = Elasticsearch8SearchBackend({"URLS": [url], "INDEX": "peer", "TIMEOUT": 30})
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(PeerEntry))
    made = rebuilder.start()
    made.add_model(PeerEntry)
    made.add_items(PeerEntry, list(PeerEntry.objects.filter(is_deleted=False)))
    rebuilder.finish()
    made.refresh()
    return backend


def groups(backend: Elasticsearch8SearchBackend, text: str, most: int) -> list[str]:
    """Give the groups of what it finds, best first."""
    found = backend.search(text, PeerEntry.objects.filter(is_deleted=False))
    return [entry.group for entry in found[:most]]
