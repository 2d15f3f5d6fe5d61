"""A site of its own to measure: never the database, the files or the servers of the real one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.services.servers import postgresql

HOST = "testserver"  # what Django's test client calls the site
DATABASES = ("sqlite", "postgresql")


@contextlib.contextmanager
def own_site(database: str) -> Iterator[None]:
    """Point the settings at temporary directories and an empty database, a PostgreSQL started for it if asked."""
    with contextlib.ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="negeri-bench-")))
        url = stack.enter_context(postgresql()) if database == "postgresql" else f"sqlite:///{root / 'bench.sqlite3'}"
        os.environ.update(
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
            BENCH_ROOT=str(root),
            BASE_URL=f"http://{HOST}",
            ALLOWED_HOSTS=HOST,
            SECRET_KEY="only-for-measuring",  # noqa: S106 - of a site that lives some minutes
            DATABASE_URL=url,
            MEDIA_ROOT=str(root / "media"),
            EMBEDDED_WORKER="false",
            LOG_LEVEL="WARNING",
            EMAIL_URL="consolemail://",
            REDIS_URL="",
            CELERY_BROKER_URL="",
        )
        import django

        django.setup()
        yield
        from django.db import connections

        connections.close_all()
