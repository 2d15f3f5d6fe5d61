"""The engines on the demo content, each giving a ranking of things for a query."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

from demo.quiet import quiet
from demo.seeding import seed
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.http import QueryDict

from benchmarks import peer
from benchmarks.judged import DEPTH, Query, Ranking
from community.members.permissions import Viewer
from home.models import Region
from search.engines import Engine
from search.engines.database import DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.filters import Filters
from search.indexing.client import client
from search.indexing.delivery import deliver_pending
from search.models import SearchEntry
from search.services import rebuild
from search.sources import SOURCES

LEADS = ("region", "page", "story", "event", "topic", "member", "document")
UNFOLDED = 4 * DEPTH  # rows of a peer that doesn't fold


def rankings(database: str) -> dict[str, Ranking]:
    """Fill the site with the demo content, and give the engines that can be asked there, by name."""
    with quiet():
        call_command("migrate", verbosity=0)
        call_command("load_shipped_regions", stdout=io.StringIO())
        call_command("make_pages", stdout=io.StringIO())
        seed()
        rebuild(list(SOURCES), lambda kind, done, total: None)
    things = _things()
    found = {database: _of_engine(DatabaseEngine(), things)}
    if settings.SEARCH_URL:
        deliver_pending()
        client().indices.refresh(index=settings.SEARCH_INDEX)
        backend = peer.index_all(settings.SEARCH_URL)
        found["elasticsearch"] = _of_engine(ElasticsearchEngine(), things)
        found["wagtail"] = lambda query: _named(peer.groups(backend, query.text, UNFOLDED), things)
    return found


def _of_engine(engine: Engine, things: dict[str, str]) -> Ranking:
    tokens = Viewer(AnonymousUser()).tokens

    def rank(query: Query) -> list[str]:
        asked = QueryDict(mutable=True)
        asked["q"] = query.text
        question = Filters.read(asked).question(tokens=tokens, language=query.language)
        answer = engine.search(replace(question, per_page=DEPTH))
        return _named((hit.entry.group for hit in answer.hits), things)

    return rank


def _named(groups: Iterable[str], things: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(things[group] for group in groups if group in things))


def _things() -> dict[str, str]:
    """The names that judgments give to things, by group: `region:81.02`, else kind and title, Indonesian first."""
    codes = {f"region:{key}": code for key, code in Region.objects.values_list("pk", "code")}
    names = {group: f"region:{code}" for group, code in codes.items()}
    entries = SearchEntry.objects.filter(is_deleted=False, kind__in=LEADS).exclude(kind="region")
    for entry in entries.order_by("-language"):
        if entry.group not in names:
            names[entry.group] = f"{entry.kind}:{entry.title}"
    return names
