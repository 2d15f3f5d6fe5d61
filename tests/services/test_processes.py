import urllib.request
from pathlib import Path

import psycopg
import pytest

from .servers import free_port, wait_for
from .site_processes import beat, environment, gunicorn, manage, worker

pytestmark = pytest.mark.services

ENQUEUE = 'from outbox.services import enqueue; enqueue("guard.tasks.forget_old_keys")'


def test_web_worker_and_beat_serve_a_page_and_run_what_waits(
    postgresql_url: str, redis_url: str, tmp_path: Path
) -> None:
    env = environment(database=postgresql_url, redis=redis_url, email="consolemail://", folder=tmp_path)
    manage(env, "migrate", "--verbosity", "0")
    port = free_port()
    with gunicorn(env, port), worker(env), beat(env, tmp_path):
        wait_for(lambda: _status(f"http://localhost:{port}/healthz/") == 200, "the site")
        assert _status(f"http://localhost:{port}/robots.txt") == 200
        assert _status(f"http://localhost:{port}/robots.txt?q={'x' * 8000}") == 200  # a long text that was pasted
        # Written past the broker, so that only the schedule brings a worker to it.
        manage({**env, "CELERY_BROKER_URL": ""}, "shell", "-v", "0", "-c", ENQUEUE)
        wait_for(lambda: _state_of_job(postgresql_url) == "done", "the scheduled job", seconds=90)


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return 0


def _state_of_job(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT state FROM outbox_job WHERE name LIKE 'guard.%'").fetchone()
        return str(row[0]) if row else ""
