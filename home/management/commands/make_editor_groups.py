"""`manage.py make_editor_groups`: the groups of those who publish, and their workflow."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.models import Region
from home.services.editors import make_editors, make_regional_editors


class Command(BaseCommand):
    """Makes the editors and, for each code given, the regional editors; again without duplicates."""

    help = "Make the groups of editors and their workflow; for each region code also its regional editors."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the codes of regions that get a group of their own."""
        parser.add_argument("codes", nargs="*", metavar="CODE", help="Code of a region, as 81.02.")

    def handle(self, *args: Any, codes: list[str], **options: Any) -> None:
        """Make the groups, all or none."""
        regions = {region.code: region for region in Region.objects.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in regions]:
            raise CommandError(f"No region has the code {', '.join(unknown)}.")
        self.stdout.write(f"{make_editors().name}")
        for code in codes:
            self.stdout.write(f"{make_regional_editors(regions[code]).name}")
