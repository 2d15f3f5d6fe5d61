"""How the site is started: the same wherever it is written down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STARTS = ("Dockerfile", "Makefile", "docs/operations.md")
# A production, the site of the browser's tests, and the one that is measured.
STAND_INS = ("tests/services/site_processes.py", "tests/e2e/running_site.py", "benchmarks/loads.py")
LIMIT = re.compile(r'--limit-request-line"?,? "?(\d+)')


@pytest.mark.parametrize("place", [*STARTS, *STAND_INS])
def test_gunicorn_takes_addresses_of_the_same_length_everywhere(place: str) -> None:
    text = (ROOT / place).read_text()
    assert text.count("config.wsgi:application") == 1
    assert LIMIT.findall(text) == ["8190"]
