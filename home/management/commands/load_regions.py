"""`manage.py load_regions PATH`: the whole gazetteer from the npm package idn-area-data."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from home.services.gazetteer import BrokenPackageError
from home.services.regions import load_regions


class Command(BaseCommand):
    """Load every region of Indonesia, showing how far it is and naming every row that was refused."""

    help = "Loads the whole official list of regions. PATH is the unpacked npm package idn-area-data (4.0.1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the path of the package."""
        parser.add_argument("path", type=Path, metavar="PATH")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        """Load, then say what was done."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("Regions", total=None)
            try:
                report = load_regions(
                    path, on_progress=lambda done, total: progress.update(task, completed=done, total=total)
                )
            except BrokenPackageError as error:
                raise CommandError(f"Nothing was changed: {error}") from error
        for refusal in report.refused:
            self.stderr.write(f"Refused {refusal}")
        self.stdout.write(
            f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged, "
            f"{len(report.refused)} refused"
        )
