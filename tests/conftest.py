"""What every test has at hand."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone, translation
from guard.limits import forget_counts
from outbox import services
from pytest_django import DjangoDbBlocker
from wagtail.models import PageLogEntry
from xdist.scheduler import LoadScopeScheduling

from community.members.audit import guard
from home.services.site_tree import make_site_tree
from tests.factories.limits import compare_nothing, widen_limits

# What needs a thing that takes half a minute to start, by a part of its address: all that share it go to one process.
SHARED = {"tests/e2e/": "site", "elasticsearch": "elasticsearch", "tests/search/indexing/": "elasticsearch"}


class OneOfEach(LoadScopeScheduling):
    """Give each test to the next free process, but those that need the filled site or the index server to one each."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def scope_of(nodeid: str) -> str:
    """Name what a test shares with others, or itself."""
    return next((thing for part, thing in SHARED.items() if part in nodeid), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneOfEach:
    """Share the tests out."""
    return OneOfEach(config, log)


def pytest_sessionstart() -> None:
    """Refuse to run elsewhere than asked for: the tests of races would all be skipped, and the run be green."""
    asked = os.environ.get("TESTED_DATABASE", connection.vendor)
    if asked != connection.vendor:
        raise pytest.UsageError(f"These tests were to run on {asked}, but the settings name {connection.vendor}.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that commits without `serialized_rollback`: mixed, each leaves the other an unfit database."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid} commits: it needs serialized_rollback=True")


def pytest_collection_finish() -> None:
    """Look for garbage in circles seldom: it took a sixth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Begin every test with the frame of the site, which takes a second to make: home pages, and indexes below them."""
    with django_db_blocker.unblock():
        _let_it_be_emptied()
        make_site_tree()
        PageLogEntry.objects.all().delete()
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


def _let_it_be_emptied() -> None:
    """Let Django empty the database after a test that commits, the log with it, which nobody else empties."""
    empty = connection.ops.execute_sql_flush

    def without_guard(statements: list[str]) -> None:
        with transaction.atomic():
            guard.lift(connection)
            empty(statements)
            guard.lay(connection)

    connection.ops.execute_sql_flush = without_guard


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """Start every test with empty counters and cache, which live in the memory of the process."""
    forget_counts()
    cache.clear()


@pytest.fixture(autouse=True)
def _wide_limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test write short titles, many posts at once and the same ones, but those that are marked.

    Whoever is new in them isn't held for saying the same, either.
    """
    if not request.node.get_closest_marker("real_limits"):
        widen_limits(monkeypatch)
    if not request.node.get_closest_marker("compared"):
        compare_nothing(monkeypatch)


@pytest.fixture(autouse=True)
def _default_language() -> None:
    """Start every test in the default language: a request in another one leaves it active in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def still_clock() -> Iterator[None]:
    """Stop the clock, for limits that count by the second: a busy machine would take longer than that."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """Speak as the source does, for tests that read a sentence outside a request."""
    with translation.override("en"):
        yield


@pytest.fixture
def work_outbox() -> Callable[[], None]:
    """Return a function that does what waits in the outbox, as a worker would."""

    current_app.loader.import_default_modules()

    def work() -> None:
        while services.run_pending_jobs() or services.work_sweeps() or services.deliver_mail():
            pass

    return work
