"""`manage.py prepare`: everything `make run` needs before it serves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo.people import PASSWORD, sign_ins
from demo.quiet import quiet
from home.models import StoryPage
from home.services.renditions import QUICK, make_missing_renditions


class Command(BaseCommand):
    """Brings a development database up to date, and fills an empty one with the demo content."""

    help = "Migrate, load the regions and pages, and on a database without stories the demo content."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is not done yet, then print the address and who can sign in."""
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("`prepare` is for development; in production run the commands that you need.")
        with quiet():
            call_command("migrate", verbosity=0)
            call_command("load_shipped_regions", stdout=self.stdout)
            call_command("make_pages", stdout=self.stdout)
        if StoryPage.objects.exists():
            self.stdout.write(f"Demo sign-ins, all with the DEMO PASSWORD {PASSWORD} :")
            for line in sign_ins():
                self.stdout.write(f"  {line}")
        else:
            call_command("seed_demo", stdout=self.stdout)
        make_missing_renditions(QUICK)  # so that the first page has pictures; the fine ones follow while it serves
        self.stdout.write(f"Negeri is served at {settings.BASE_URL}")
