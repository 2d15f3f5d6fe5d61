"""Fills a forum, measures it, prints what it costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from demo.quiet import quiet
from rich.progress import Progress, TimeElapsedColumn

from benchmarks import report
from benchmarks.forum import reading, writing
from benchmarks.forum.content import Forum, fill
from benchmarks.running import make_tables_and_files

PARTS: tuple[Callable[[Forum], Iterator[report.Result]], ...] = (
    reading.topics,
    reading.lists,
    reading.ways,
    writing.written,
)


def on_postgresql(posts: int, *, only: str) -> int:
    """Fill the tables and ask; 1 when a bound is passed. Only the rows are told whose name begins so."""
    forum, results = Forum(posts), list[report.Result]()
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=report.console()) as progress, quiet():
        task = progress.add_task("tables and files", total=None)
        make_tables_and_files()
        began = time.perf_counter()
        for step in fill(forum):
            progress.update(task, description=step)
        results.append({"name": f"forum filled, {posts:,} posts", "seconds": _since(began), "bound": {}})
        for part in PARTS:
            for result in part(forum):
                progress.update(task, description=result["name"])
                results.append(result)
    return report.conclude([each for each in results if each["name"].startswith(only)], title="Negeri, the forum")


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 1)
