"""Asks for one page as a visitor's browser does, and notes what it costs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from statistics import quantiles

from django.core import cache as caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from guard.limits import forget_counts

REPEATS = range(20, 61)  # at least and at most so often ...
SECONDS = 3.0  # ... for so long


@dataclass(frozen=True)
class Cost:
    """Queries on a warm process and on one that has just started, bytes as they are sent, milliseconds."""

    queries: int
    queries_cold: int
    html_gzip_bytes: int
    p50_ms: float
    p95_ms: float


@cache
def visitor() -> Client:
    """Someone whom the site doesn't know, whose browser takes compressed answers; made once, as it starts the site."""
    return Client(headers={"accept-encoding": "gzip"})


def measure(path: str) -> Cost:
    """Measure a page: cold, warm, then over and over; the largest answer counts, since each is padded at random."""
    caches.cache.clear()
    queries_cold, _size = _count(path)
    queries, size = _count(path)
    times: list[float] = []
    began = time.perf_counter()
    while len(times) < REPEATS.start or (len(times) < REPEATS.stop and time.perf_counter() - began < SECONDS):
        before = time.perf_counter()
        size = max(size, _get(path))
        times.append((time.perf_counter() - before) * 1000)
    cuts = quantiles(times, n=20)
    return Cost(queries, queries_cold, size, round(cuts[9], 1), round(cuts[18], 1))


def weigh(path: str) -> tuple[int, int]:
    """Return only the queries and bytes of a page on a warm process."""
    _get(path)
    queries, size = _count(path)
    return queries, max(size, *(_get(path) for _again in range(5)))


def _count(path: str) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as queries:
        size = _get(path)
    return len(queries), size


def _get(path: str) -> int:
    forget_counts()  # a visitor who comes so often would be asked to wait
    response = visitor().get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}.")
    return len(response.content)
