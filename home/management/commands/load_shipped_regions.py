"""`manage.py load_shipped_regions`: the part of the gazetteer that ships with the project."""

from typing import Any

from django.core.management.base import BaseCommand

from home.services.regions import load_shipped_regions


class Command(BaseCommand):
    """Load provinces, regencies, cities and the Kei Islands; again without duplicates."""

    help = "Loads the regions that ship with the project: all provinces, regencies and cities, and the Kei Islands."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was done."""
        report = load_shipped_regions()
        self.stdout.write(f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged")
