"""What every test has at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from celery import current_app
from django.core.cache import cache
from guard.limits import forget_counts
from outbox import services


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """Start every test with empty counters and cache, which live in the memory of the process."""
    forget_counts()
    cache.clear()


@pytest.fixture
def work_outbox() -> Callable[[], None]:
    """Return a function that does what waits in the outbox, as a worker would."""

    current_app.loader.import_default_modules()

    def work() -> None:
        while services.run_pending_jobs() or services.work_sweeps() or services.deliver_mail():
            pass

    return work
