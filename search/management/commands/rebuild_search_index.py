"""Build the index in Elasticsearch anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import Progress

from search.indexing.client import is_used
from search.indexing.rebuilding import Unequal, drop_kept, rebuild_index


class Command(BaseCommand):
    """`manage.py rebuild_search_index [--drop-kept]`: safe at any time; begun again it goes on where it stopped."""

    help = "Build the index in Elasticsearch anew beside the one in use, and swap them. The old one is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one option."""
        parser.add_argument("--drop-kept", action="store_true", help="only delete the indexes that are not in use")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild with a progress bar, or drop."""
        if not is_used():
            raise CommandError("SEARCH_URL is not set: the site searches its own database.")
        if options["drop_kept"]:
            self.stdout.write("\n".join(drop_kept()) or "No index was kept.")
            return
        with Progress(disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("entries", total=None)
            try:
                index = rebuild_index(lambda done, total: progress.update(bar, completed=done, total=total))
            except Unequal as error:
                raise CommandError(f"{error} The old index stays in use; run the command again.") from error
        self.stdout.write(f"{index} is in use.")
