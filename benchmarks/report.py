"""The table, and `results.json`.

A result of a page is `{name, queries, queries_cold, queries_en, html_gzip_bytes, html_gzip_bytes_en, p50_ms, p95_ms,
bound}`: `name` is the row and the size of the site; `queries_cold` is with an empty cache and, like the times, never
judged. `bound` holds the largest allowed value of each key that is judged; one of a page holds for its English one too.
`assets` and `first_visit` have `bytes`, `requests` and `other_hosts`: CSS and JS, or everything but pictures.
`hostile` ones have `slowest_ms`, and what the `slowest` text consists of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

RESULTS = Path(__file__).parent / "results.json"
COLUMNS = {
    "queries": "queries",
    "queries_cold": "cold",
    "html_gzip_bytes": "HTML bytes",
    "bytes": "bytes",
    "requests": "requests",
    "answers": "answers",
    "errors": "errors",
    "seconds": "s",
    "ratio": "ratio",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
    "slowest_ms": "slowest ms",
    "slowest": "slowest",
}

Result = dict[str, Any]
Bound = Mapping[str, float]


def passed_bounds(result: Result) -> list[str]:
    """Say in words which bounds a result passes."""
    return [
        f"{result['name']}: {key} is {result[key]}, at most {most}"
        for name, most in result["bound"].items()
        for key in (name, f"{name}_en")
        if result.get(key, 0) > most
    ]


def console() -> Console:
    """Give where to print, as wide as the table where it isn't a terminal."""
    return Console(width=None if Console().is_terminal else 150)


def conclude(results: list[Result], *, title: str = "Negeri, an anonymous visitor on a warm process") -> int:
    """Print one line for each result, and what passes its bound, which is red; 1 when something does."""
    paper = console()
    columns = {key: title for key, title in COLUMNS.items() if any(key in result for result in results)}
    table = Table(title=title)
    table.add_column("name")
    for title in (*columns.values(), "bound"):
        table.add_column(title, justify="right")
    for result in results:
        bound = ", ".join(f"{key} ≤ {most:,}" for key, most in result["bound"].items())
        cells = [_cell(result.get(key, "")) for key in columns]
        table.add_row(result["name"], *cells, bound, style="red" if passed_bounds(result) else "")
    paper.print(table)
    failures = [line for result in results for line in passed_bounds(result)]
    for line in failures:
        paper.print(f"[red]{line}")
    return int(bool(failures))


def _cell(value: float | str) -> str:
    return escape(value) if isinstance(value, str) else f"{value:,}"


def write(results: list[Result]) -> None:
    """Write all results, one a line."""
    lines = ",\n".join(json.dumps(result) for result in results)
    RESULTS.write_text(f"[\n{lines}\n]\n")
