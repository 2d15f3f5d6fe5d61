"""The site's processes as docker-compose runs them, by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from .servers import ROOT, running

BIN = Path(sys.executable).parent


def environment(*, database: str, redis: str, email: str, folder: Path) -> dict[str, str]:
    """Return what the processes read, as the containers' environment has it."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "SECRET_KEY": "only-for-tests",
        "BASE_URL": "http://localhost",
        "DATABASE_URL": database,
        "REDIS_URL": f"{redis}/0",
        "CELERY_BROKER_URL": f"{redis}/1",
        "EMAIL_URL": email,
        "MEDIA_ROOT": str(folder / "media"),
    }


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run a management command and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    return done.stdout


def gunicorn(env: dict[str, str], port: int) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Start the web process."""
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--limit-request-line", "8190"]
    return running([BIN / "gunicorn", "config.wsgi:application", *options], env=env)


def worker(env: dict[str, str]) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Start the Celery worker."""
    return running([BIN / "celery", "-A", "config", "worker", "--loglevel", "INFO", "--concurrency", "2"], env=env)


def beat(env: dict[str, str], folder: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Start Celery's beat."""
    schedule = folder / "celerybeat-schedule"
    return running([BIN / "celery", "-A", "config", "beat", "--loglevel", "INFO", "--schedule", schedule], env=env)
