"""`python -m benchmarks.desk [--cases N]`: the moderators' queue with many open cases, on PostgreSQL."""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.environment import own_site

CASES = 10_000
BOUND = {"queries": 12}


def main() -> int:
    """Measure a site that is made for it and thrown away; 1 when a bound is passed."""
    parser = argparse.ArgumentParser(prog="benchmarks.desk", description=__doc__)
    parser.add_argument("--cases", default=CASES, type=int, help="open cases, of posts, topics and comments")
    options = parser.parse_args()
    with own_site("postgresql"):
        return _on_postgresql(options.cases)


def _on_postgresql(count: int) -> int:
    # These need the settings that own_site has made.
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks import report
    from benchmarks.cases import write_cases
    from benchmarks.running import make_tables_and_files

    make_tables_and_files()
    moderator = write_cases(count)
    client = Client(HTTP_HOST="localhost")
    client.force_login(moderator, backend="allauth.account.auth_backends.AuthenticationBackend")
    cache.clear()
    results: list[report.Result] = []
    for name, query in {
        "worst": "",
        "newest": "?urut=newest",
        "held": "?perihal=held",
        "a category": "?tempat=category:1",
        "last page": f"?page={count // 25}",
    }.items():
        client.get(f"/moderasi/{query}")
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            answer = client.get(f"/moderasi/{query}")
            took = round((time.perf_counter() - begun) * 1000, 1)
        if answer.status_code != 200 or b"data-case" not in answer.content:
            raise RuntimeError(f"{query} shows nothing.")
        results.append({"name": f"desk {name}", "queries": len(queries), "p50_ms": took, "bound": BOUND})
    return report.conclude(results, title=f"The desk with {count:,} open cases")


if __name__ == "__main__":
    sys.exit(main())
