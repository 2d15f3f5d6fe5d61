"""`python -m benchmarks.quality [--on postgresql]`: how well the engines answer the judged queries."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime

import time_machine
from rich.console import Console
from rich.table import Table

from benchmarks import judged
from benchmarks.environment import DATABASES, own_site
from tests.services.elasticsearch import elasticsearch

WORST = 15
# The demo's events come and its stories grow old: the figures are those of the day they were first kept.
DAY = datetime(2026, 11, 24, 3, tzinfo=UTC)
PEER = "wagtail"  # shown beside ours; how it does is not for us to keep


def main() -> int:
    """Ask on a site of the demo content that is made for it and thrown away; 1 when a figure fell."""
    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("--on", default="sqlite", choices=DATABASES, help="Elasticsearch is asked on SQLite")
    parser.add_argument("--show", action="store_true", help="also print the queries that are answered worst")
    parser.add_argument("--keep", action="store_true", help="write the figures down, below which none may fall")
    options = parser.parse_args()
    with ExitStack() as stack:
        if options.on == "sqlite":
            os.environ["SEARCH_URL"] = stack.enter_context(elasticsearch())
        stack.enter_context(own_site(options.on))
        stack.enter_context(time_machine.travel(DAY))
        return _measure(options.on, shows=options.show, keeps=options.keep)


def _measure(database: str, *, shows: bool, keeps: bool) -> int:
    from benchmarks.answering import rankings  # needs the settings that own_site has made

    queries, console = judged.read_queries(), Console(width=110)
    figures: dict[str, dict[str, float]] = {}
    failures: list[str] = []
    for name, rank in rankings(database).items():
        figures[name] = asdict(judged.judge(queries, rank))
        if name != PEER:
            failures += judged.fallen(name, figures[name])
        if shows:
            _show_worst(console, name, queries, rank)
    _show(console, figures)
    for line in failures:
        console.print(f"[red]{line}")
    if keeps:
        judged.keep(figures)
    return int(bool(failures))


def _show(console: Console, figures: dict[str, dict[str, float]]) -> None:
    agreed = ", ".join(f"{name.replace('_', ' ')} {value:,}" for name, value in judged.agreement().items())
    table = Table(title=f"{len(judged.read_queries())} judged queries ({agreed})")
    table.add_column("engine")
    for name in judged.Figures.__annotations__:
        table.add_column(name.replace("_at_", "@"), justify="right")
    for name, values in figures.items():
        table.add_row(name, *(f"{value:.4f}" for value in values.values()))
    console.print(table)


def _show_worst(console: Console, name: str, queries: list[judged.Query], rank: judged.Ranking) -> None:
    console.print(f"[bold]{name}")
    ranked = [(judged.ndcg(query, (found := rank(query)), 10), query, found) for query in queries]
    for value, query, found in sorted(ranked, key=lambda row: row[0])[:WORST]:
        console.print(f"{value:.2f} {query.key} {query.text!r}", markup=False)
        best = sorted(query.grades, key=lambda thing: -query.grades[thing])[:4]
        console.print("   wanted:", [(query.grades[thing], thing[:40]) for thing in best], markup=False)
        console.print("   found: ", [(query.grades.get(thing, 0), thing[:40]) for thing in found[:6]], markup=False)


if __name__ == "__main__":
    sys.exit(main())
