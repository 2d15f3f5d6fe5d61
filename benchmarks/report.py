"""The table, and `results.json`.

A result of a page is `{name, queries, queries_cold, queries_en, html_gzip_bytes, html_gzip_bytes_en, p50_ms, p95_ms,
bound}`: `name` is the row and the size of the site; `queries_cold` is with an empty cache and, like the times, never
judged. `bound` holds the largest allowed value of each key that is judged; one of a page holds for its English one too.
`assets` and `first_visit` have `bytes`, `requests` and `other_hosts`: CSS and JS, or everything but pictures.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results.json"
COLUMNS = {
    "queries": "queries",
    "queries_cold": "cold",
    "html_gzip_bytes": "HTML bytes",
    "bytes": "bytes",
    "requests": "requests",
    "p50_ms": "p50 ms",
    "p95_ms": "p95 ms",
}

Result = dict[str, Any]


def passed_bounds(result: Result) -> list[str]:
    """Say in words which bounds a result passes."""
    return [
        f"{result['name']}: {key} is {result[key]}, at most {most}"
        for name, most in result["bound"].items()
        for key in (name, f"{name}_en")
        if result.get(key, 0) > most
    ]


def show(results: list[Result], console: Console) -> None:
    """Print one line for each result; what passes its bound is red."""
    table = Table(title="Negeri, an anonymous visitor on a warm process")
    table.add_column("name")
    for title in (*COLUMNS.values(), "bound"):
        table.add_column(title, justify="right")
    for result in results:
        bound = ", ".join(f"{key} ≤ {most:,}" for key, most in result["bound"].items())
        cells = [f"{result[key]:,}" if key in result else "" for key in COLUMNS]
        table.add_row(result["name"], *cells, bound, style="red" if passed_bounds(result) else "")
    console.print(table)


def write(results: list[Result]) -> None:
    """Write all results, one a line."""
    lines = ",\n".join(json.dumps(result) for result in results)
    RESULTS.write_text(f"[\n{lines}\n]\n")
