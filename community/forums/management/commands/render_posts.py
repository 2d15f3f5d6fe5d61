"""Stores the HTML of posts anew that an older version of the site has rendered.

Until then pages render them as they are read, which costs time but shows the same. It may be stopped and repeated.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.forums.services.rendering import render_all


class Command(BaseCommand):
    """Render posts anew."""

    help = "Stores the HTML of posts anew that an older version of the site has rendered; after an upgrade, at leisure."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all of them in order, and tell how far it is."""
        count = 0
        for count_of_batch in render_all():
            count += count_of_batch
            if options["verbosity"] > 1:
                self.stdout.write(f"{count} posts")
        self.stdout.write(f"{count} posts rendered anew.")
