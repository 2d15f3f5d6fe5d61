"""Asks for many pages of the search, one after the other or several at once, and notes how long each took."""

from __future__ import annotations

import http.client
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlencode

from benchmarks.environment import HOST
from benchmarks.judged import read_queries
from tests.services.servers import free_port, listens, running, wait_for

WORKERS = 5  # as our image has
NARROWED: Sequence[dict[str, str]] = (
    {},
    {"kind": "post"},
    {},
    {"region": "81"},
    {"sort": "newest"},
    {},
    {"year": "2025"},
)
BEGINNINGS = range(2, 10)  # letters
UNMEASURED = 20 * WORKERS  # the first answers of processes that have just begun


@dataclass(frozen=True)
class Times:
    """Of so many answers, in milliseconds; `errors` are answers that were none."""

    answers: int
    errors: int
    p50_ms: float
    p95_ms: float


def searches() -> list[str]:
    """The addresses of all judged queries, some of them narrowed or in another order."""
    return [
        _address("/cari/", query.language, q=query.text, **NARROWED[number % len(NARROWED)])
        for number, query in enumerate(read_queries())
    ]


def beginnings() -> list[str]:
    """The addresses of suggestions for the first letters of all judged queries."""
    lengths = len(BEGINNINGS)
    return [
        _address("/cari/saran/", query.language, q=query.text[: BEGINNINGS[number % lengths]])
        for number, query in enumerate(read_queries())
    ]


def ask(paths: Sequence[str], visitors: int = 1) -> Times:
    """Ask a server of several processes, as so many visitors do, of whom each waits for the own answer only."""
    with _server() as port, ThreadPoolExecutor(visitors) as all_visitors:
        addressed = [(port, path, f"2001:db8::{number:x}") for number, path in enumerate((*paths[:UNMEASURED], *paths))]
        answers = list(all_visitors.map(_fetch, *zip(*addressed, strict=True)))
    return _times(answers[UNMEASURED:])


def _address(path: str, language: str, **query: str) -> str:
    return f"{'/en' if language == 'en' else ''}{path}?{urlencode(query)}"


def _fetch(port: int, path: str, address: str) -> tuple[float, int]:
    """Ask over HTTP, as the visitor with this address."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-For": address, "Accept-Encoding": "gzip"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return (time.perf_counter() - began) * 1000, response.status


def _times(answers: list[tuple[float, int]]) -> Times:
    cuts = quantiles([took for took, _status in answers], n=20)
    errors = sum(status != 200 for _took, status in answers)
    return Times(len(answers), errors, round(cuts[9], 1), round(cuts[18], 1))


@contextmanager
def _server() -> Iterator[int]:
    """Run the site as a production does, behind a proxy, so that each visitor is one by its address."""
    port = free_port()
    command: list[object] = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--workers", WORKERS, "--limit-request-line", "8190"),
    ]
    with running(command, env={"TRUSTED_PROXIES": "1"}):
        wait_for(lambda: listens(port), "the site")
        yield port
