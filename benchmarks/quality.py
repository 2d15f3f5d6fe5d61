"""`python -m benchmarks.quality [--on postgresql] [--show] [--keep]`: how well each engine answers the judged queries."""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack

from benchmarks.environment import DATABASES, own_site
from tests.services.elasticsearch import elasticsearch


def main() -> int:
    """Fill a site that is thrown away with the demo content, and ask; 1 when a figure fell."""
    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("--on", default="sqlite", choices=DATABASES, help="the database; Elasticsearch is asked on SQLite")
    parser.add_argument("--show", action="store_true", help="also print the worst queries of each engine")
    parser.add_argument("--keep", action="store_true", help="write better figures down, so that none may fall below them")
    options = parser.parse_args()
    with ExitStack() as stack:
        if options.on == "sqlite":
            os.environ["SEARCH_URL"] = stack.enter_context(elasticsearch())
        stack.enter_context(own_site(options.on))
        return _measure(options.on, shows=options.show, keeps=options.keep)


def _measure(database: str, *, shows: bool, keeps: bool) -> int:
    from dataclasses import asdict

    from benchmarks.answering import engines
    from benchmarks.judged import agreement, fallen, judge, keep, ndcg, read_queries
    from benchmarks.report import show_quality

    queries = read_queries()
    failures, figures = [], {}
    for name, rank in engines(database).items():
        figures[name] = asdict(judge(queries, rank))
        failures += fallen(name, figures[name])
        if shows:
            _show_worst(name, [(ndcg(query, rank(query), 10), query, rank(query)) for query in queries])
    show_quality(agreement(), figures, failures)
    if keeps:
        keep(figures)
    return int(bool(failures))
