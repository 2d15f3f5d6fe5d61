"""Fills the site, measures every row at every size, reports."""

from __future__ import annotations

import io
from dataclasses import asdict

from demo.quiet import quiet
from django.core.management import call_command
from django.template.autoreload import reset_loaders
from rich.progress import Progress, TaskID, TimeElapsedColumn

from benchmarks import report
from benchmarks.content import Content
from benchmarks.hostile import measure_hostile
from benchmarks.measuring import measure, weigh
from benchmarks.rows import ASSETS, FIRST_VISIT, Row, rows_of
from benchmarks.weight import first_visit

SIZES = (10, 1000)


def run(only: str, *, keeps: bool) -> int:
    """Measure the rows whose name begins with `only`; 1 when a bound is passed. Whole runs are kept if `keeps`."""
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=report.console()) as progress, quiet():
        results = _measure_all(only, progress, progress.add_task("tables and files", total=None))
    if keeps and not only:
        report.write(results)
    return report.conclude(results)


def make_tables_and_files() -> None:
    """Do what an installation does.

    Compressing puts blocks of templates into those that they extend, as they lie in this process: they are read anew.
    """
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("compress", force=True, stdout=io.StringIO(), verbosity=0)
    reset_loaders()


def _measure_all(only: str, progress: Progress, task: TaskID) -> list[report.Result]:
    make_tables_and_files()
    progress.update(task, description="regions and pages")
    content, results = Content(), []
    for size in SIZES[:1] if only.startswith("hostile") else SIZES:  # those need one post, however many there are
        for step in content.grow(size):
            progress.update(task, description=f"{size:,} rows: {step}")
        for row in rows_of(content):
            if row.name.startswith(only):
                progress.update(task, description=f"{row.name} {size}")
                results.append(_measure(row, size))
    progress.update(task, description="hostile texts")
    results += measure_hostile(content.topic.posts.get(number=1), only)
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
