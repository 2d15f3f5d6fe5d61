"""`manage.py seed_demo`: the demo content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.people import PASSWORD, sign_ins
from demo.quiet import quiet
from demo.seeding import seed


class Command(BaseCommand):
    """Makes the demo content, again without duplicates; refuses on a site that real people use."""

    help = "Make the demo content: members, regions, stories, events, topics and comments. Not for production."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, then print who can sign in."""
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("The demo content and its known password are not for production.")
        with quiet():
            seed()
        self.stdout.write(f"Demo sign-ins, all with the DEMO PASSWORD {PASSWORD} :")
        for line in sign_ins():
            self.stdout.write(f"  {line}")
