"""Describe everything searchable anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.progress import Progress

from search.indexing.delivery import offer_refused
from search.reading.services import request_readings
from search.services import rebuild
from search.sources import SOURCES


class Command(BaseCommand):
    """`manage.py rebuild_search [KIND ...]`: safe at any time; what is right already stays found meanwhile."""

    help = "Describe everything searchable anew, or only the kinds that are named."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the kinds."""
        parser.add_argument("kinds", nargs="*", choices=[*SOURCES, []], metavar="KIND")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild with a progress bar for each kind."""
        kinds = options["kinds"] or list(SOURCES)
        offer_refused(kinds)
        with Progress(disable=not sys.stderr.isatty()) as progress:
            bars = {kind: progress.add_task(kind, total=None) for kind in kinds}
            rebuild(kinds, lambda kind, done, total: progress.update(bars[kind], completed=done, total=total))
        if "document" in kinds and (count := request_readings()):
            self.stdout.write(f"Documents that will be read in the background: {count}.")
