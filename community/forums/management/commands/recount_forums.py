"""Counts what stands on topics and categories anew, repairs what differs, and says what it was.

There should never be anything to do. It may run while the site does, be stopped and repeated.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.forums.services.recounting import recount_forums


class Command(BaseCommand):
    """Recount the forum."""

    help = "Counts posts, answers and last posts of topics and categories anew, and repairs what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell each difference as it is found, at last how many."""
        count = 0
        for difference in recount_forums():
            count += 1
            self.stdout.write(str(difference))
        self.stdout.write(f"{count} differences." if count else "Nothing to do: all counts are right.")
