"""Asks for pages as one visitor or member does, side by side where they are to cost the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import quantiles
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from guard.limits import forget_counts

from benchmarks.report import Bound, Result
from community.members.models import User

TIMES, COUNTED = 60, 3
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")  # read and write no rows: not counted
Ask = Callable[[], Any]
"""What asks for something once, and gives the answer of Django's test client."""


def client_of(member: User | None = None) -> Client:
    """Give a browser that takes compressed answers, signed in as a member or not."""
    client = Client(headers={"accept-encoding": "gzip"})
    if member:
        client.force_login(member)
    return client


def measure(asks: Mapping[str, Ask], bound: Bound, *, times: int = TIMES) -> list[Result]:
    """Ask for several things in turns, so that what else the machine does meets all of them alike."""
    queries = {name: _count(ask) for name, ask in asks.items()}
    took: dict[str, list[float]] = {name: [] for name in asks}
    sizes: dict[str, int] = dict.fromkeys(asks, 0)
    for _time in range(times):
        for name, ask in asks.items():
            forget_counts()
            before = time.perf_counter()
            response = ask()
            took[name].append((time.perf_counter() - before) * 1000)
            sizes[name] = max(sizes[name], len(response.content))
    results = []
    for name in asks:
        cuts = quantiles(took[name], n=20)
        html = {"html_gzip_bytes": sizes[name]} if sizes[name] else {}
        times_ms = {"p50_ms": round(cuts[9], 1), "p95_ms": round(cuts[18], 1)}
        results.append({"name": name, "queries": queries[name], **html, **times_ms, "bound": bound})
    return results


def ratio(name: str, results: list[Result], most: float) -> Result:
    """Compare the slowest of some results with the quickest, by their medians."""
    medians = [result["p50_ms"] for result in results]
    return {"name": name, "ratio": round(max(medians) / min(medians), 2), "bound": {"ratio": most}}


def get(client: Client, address: str, status: int = 200) -> Ask:
    """Ask for an address."""

    def ask() -> Any:
        return _checked(client.get(address), address, status)

    return ask


def send(client: Client, address: str, data: Mapping[str, str], status: int = 302) -> Any:
    """Send a form."""
    return _checked(client.post(address, dict(data)), address, status)


def _checked(response: Any, address: str, status: int) -> Any:
    if response.status_code != status:
        raise RuntimeError(f"{address} answers {response.status_code}.")
    return response


def _count(ask: Ask) -> int:
    """Count the queries of what was asked for before: what a process, a session and a reader remember is there."""
    for _time in range(COUNTED - 1):
        forget_counts()
        ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return sum(not query["sql"].startswith(CONTROL) for query in queries)
