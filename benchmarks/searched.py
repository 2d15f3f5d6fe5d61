"""What is measured of the search, and how much it may take."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from celery import current_app
from demo.quiet import quiet
from demo.seeding import seed
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from guard.limits import forget_counts
from outbox import services as outbox
from rich.progress import Progress, TimeElapsedColumn

from benchmarks import report
from benchmarks.ground import add_members, lay_ground
from benchmarks.loads import Times, ask, beginnings, searches
from benchmarks.million import write_entries
from benchmarks.running import make_tables_and_files
from home.models import StoryIndexPage, StoryPage
from search.indexing.client import client
from search.indexing.delivery import deliver_pending
from search.indexing.indexes import merge_files
from search.services import rebuild
from search.sources import SOURCES
from tests.services.servers import wait_for

PAGE = {"p50_ms": 60, "p95_ms": 150, "errors": 0}
VISITORS, BUSY_PAGE = 8, {"p95_ms": 400, "errors": 0}
BEGINNING = {"p95_ms": 40, "errors": 0}
EMBEDDED_PAGE = {"p95_ms": 50, "errors": 0}
PER_SECOND = 3000
FOUND_WITHIN = {"seconds": 2}
WORD = "zamzamkertas"  # of no other text
MEMBERS = 10


def on_elasticsearch(count: int) -> int:
    """Fill the table, have Elasticsearch learn it all, and ask; 1 when a bound is passed."""
    results = []
    with _steps() as step, quiet():
        step("tables, regions and pages")
        make_tables_and_files()
        add_members(lay_ground(), range(MEMBERS))
        for done in write_entries(count):
            step(f"{done:,} of {count:,} entries")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its autovacuum does on a site that runs
        step("indexing")
        began = time.perf_counter()
        taken = deliver_pending()
        results.append(_took(f"indexing {taken:,}", began, {"seconds": taken / PER_SECOND}))
        client().indices.refresh(index=settings.SEARCH_INDEX)
        step("tidying")
        merge_files()  # as each night
        wait_for(_is_tidy, "one file", seconds=600)
        step("one visitor")
        results.append(_answered("page", ask(searches()), PAGE))
        step(f"{VISITORS} visitors")
        results.append(_answered(f"page, {VISITORS} at once", ask(searches() * 2, VISITORS), BUSY_PAGE))
        step("suggestions")
        results.append(_answered("suggestions", ask(beginnings()), BEGINNING))
        step("a new story")
        results.append(_find_a_new_story())
    return report.conclude(results)


def on_the_demo() -> int:
    """Ask the embedded engine of a site with the demo content; 1 when a bound is passed."""
    with _steps() as step, quiet():
        step("tables, regions and pages")
        make_tables_and_files()
        for command in ("load_shipped_regions", "make_pages"):
            call_command(command, stdout=io.StringIO())
        seed()
        rebuild(list(SOURCES), lambda kind, done, total: None)
        step("one visitor")
        results = [
            _answered("page on SQLite", ask(searches()), EMBEDDED_PAGE),
            _answered("suggestions on SQLite", ask(beginnings()), BEGINNING),
        ]
    return report.conclude(results)


def _find_a_new_story() -> report.Result:
    """Publish a story as an editor does, and look for it until it is found; the jobs are done here at once.

    What filling the site left to do is done before, as it is on a site that runs.
    """
    current_app.loader.import_default_modules()
    while outbox.run_pending_jobs():
        pass
    index = StoryIndexPage.objects.get(locale__language_code="id")
    began = time.perf_counter()
    with transaction.atomic():
        story = StoryPage(title=f"Cerita {WORD}", intro="Baru.", date=timezone.localdate(), locale=index.locale)
        index.add_child(instance=story)
        story.save_revision().publish()
    while outbox.run_pending_jobs():
        pass
    wait_for(_is_found, "the new story")
    return _took("a new story is found", began, FOUND_WITHIN)


def _is_found() -> bool:
    forget_counts()
    return bool(Client().get("/api/v1/search", {"q": WORD}).json()["total"])


def _is_tidy() -> bool:
    files = client().indices.stats(index=settings.SEARCH_INDEX, metric="segments")["_all"]["primaries"]["segments"]
    return bool(files["count"] == 1)


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """Show what is being done, and for how long."""
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=report.console()) as progress:
        task = progress.add_task("", total=None)
        yield lambda description: progress.update(task, description=description)


def _took(name: str, began: float, bound: report.Bound) -> report.Result:
    return {"name": name, "seconds": round(time.perf_counter() - began, 1), "bound": bound}


def _answered(name: str, times: Times, bound: report.Bound) -> report.Result:
    return {"name": name, **asdict(times), "bound": bound}
