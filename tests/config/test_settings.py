"""The settings are read from the environment once, as `.env.example` says."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

SOURCES = Path(settings.ROOT) / "site" / "config" / "settings"
READ = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"")
EXPLAINED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def test_every_variable_is_read_once_and_explained() -> None:
    read = Counter(name for source in SOURCES.glob("*.py") for name in READ.findall(source.read_text()))
    explained = Counter(EXPLAINED.findall((Path(settings.ROOT) / ".env.example").read_text()))
    assert read == explained
    assert set(read.values()) == {1}


def test_only_the_settings_read_the_environment() -> None:
    floors = ("site", "home", "community", "search")
    sources = [path for floor in floors for path in (Path(settings.ROOT) / floor).rglob("*.py")]
    assert sources
    assert [
        str(path)
        for path in sources
        if SOURCES not in path.parents and re.search(r"os\.(environ\b(?!\.setdefault)|getenv)", path.read_text())
    ] == []


def test_production_refuses_to_start_without_a_secret() -> None:
    refusal = import_settings("production", SECRET_KEY="")
    assert refusal.returncode == 1
    assert "SECRET_KEY must be set" in refusal.stderr


@pytest.mark.parametrize(("broker", "embedded"), [("", "True"), ("redis://localhost:6379/1", "False")])
def test_the_web_process_works_the_rows_itself_when_there_is_no_broker(broker: str, embedded: str) -> None:
    found = import_settings("production", SECRET_KEY="a long random text", CELERY_BROKER_URL=broker)
    assert found.stdout.strip() == embedded


@pytest.mark.parametrize(
    ("named", "read"), [("", "[]"), ("the last one,the one before", "['the last one', 'the one before']")]
)
def test_keys_from_before_are_read_from_the_environment(named: str, read: str) -> None:
    found = import_settings("production", "SECRET_KEY_FALLBACKS", SECRET_KEY="new", SECRET_KEY_FALLBACKS=named)
    assert found.stdout.strip() == read


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("postgres:///negeri", {"options": "-c jit=off"}),
        ("postgres:///negeri?options=-c%20statement_timeout%3D5s", {"options": "-c statement_timeout=5s"}),
        ("postgres:///negeri?sslmode=require", {"sslmode": "require", "options": "-c jit=off"}),
    ],
)
def test_postgresql_compiles_no_queries_unless_the_address_says_otherwise(
    address: str, options: dict[str, str]
) -> None:
    found = import_settings("base", "DATABASES['default']['OPTIONS']", DATABASE_URL=address)
    assert ast.literal_eval(found.stdout) == options


def import_settings(
    name: str, asked_for: str = "EMBEDDED_WORKER", **environment: str
) -> subprocess.CompletedProcess[str]:
    code = f"from config.settings import {name}; print({name}.{asked_for})"
    known = {key: value for key, value in os.environ.items() if key != "EMBEDDED_WORKER"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**known, "PYTHONPATH": str(SOURCES.parent.parent), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
