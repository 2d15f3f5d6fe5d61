"""Fills the site, measures every row at every size, reports."""

from __future__ import annotations

import io
from dataclasses import asdict

from demo.quiet import quiet
from django.core.management import call_command
from rich.console import Console
from rich.progress import Progress, TaskID, TimeElapsedColumn

from benchmarks import report
from benchmarks.content import Content
from benchmarks.measuring import measure, weigh
from benchmarks.rows import ASSETS, FIRST_VISIT, Row, rows_of
from benchmarks.weight import first_visit

SIZES = (10, 1000)


def run(only: str, *, keeps: bool) -> int:
    """Measure the rows whose name begins with `only`; 1 when a bound is passed. Whole runs are kept if `keeps`."""
    console = Console(width=None if Console().is_terminal else 150)
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=console) as progress, quiet():
        results = _measure_all(only, progress, progress.add_task("migrations", total=None))
    report.show(results, console)
    if keeps and not only:
        report.write(results)
    failures = [line for result in results for line in report.passed_bounds(result)]
    for line in failures:
        console.print(f"[red]{line}")
    return int(bool(failures))


def _measure_all(only: str, progress: Progress, task: TaskID) -> list[report.Result]:
    for command in ("migrate", "collectstatic", "compress"):
        progress.update(task, description=command)
        options = {"interactive": False} if command != "compress" else {"force": True, "stdout": io.StringIO()}
        call_command(command, verbosity=0, **options)
    progress.update(task, description="regions and pages")
    content, results = Content(), []
    for size in SIZES:
        for step in content.grow(size):
            progress.update(task, description=f"{size:,} rows: {step}")
        for row in rows_of(content):
            if row.name.startswith(only):
                progress.update(task, description=f"{row.name} {size}")
                results.append(_measure(row, size))
    progress.update(task, description="weights")
    results += [weight for weight in _weights(content) if weight["name"].startswith(only)]
    progress.update(task, description="measured", total=1, completed=1)
    return results


def _measure(row: Row, size: int) -> report.Result:
    queries_en, html_en = weigh(f"/en{row.path}")
    return {
        "name": f"{row.name} {size}",
        **asdict(measure(row.path)),
        "queries_en": queries_en,
        "html_gzip_bytes_en": html_en,
        "bound": row.bound,
    }


def _weights(content: Content) -> list[report.Result]:
    visit = first_visit(content.story_path)
    hosts = {"other_hosts": len(visit.other_hosts)}
    return [
        {"name": "assets", "bytes": visit.assets, "bound": ASSETS},
        {
            "name": "first_visit story",
            "bytes": visit.total,
            "requests": len(visit.bytes_by_path) + len(visit.other_hosts),
            **hosts,
            "bound": FIRST_VISIT,
        },
    ]
