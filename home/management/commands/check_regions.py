"""`manage.py check_regions`: which regions a map can't show."""

from typing import Any

from django.core.management.base import BaseCommand

from home.models import Region


class Command(BaseCommand):
    """List provinces, regencies and cities without a point, since a map can't show them."""

    help = "Lists the provinces, regencies and cities that have no point."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a region."""
        regions = Region.objects.with_pages()
        without = regions.filter(latitude=None) | regions.filter(longitude=None)
        for region in without:
            self.stdout.write(f"{region.code} {region}")
        self.stdout.write(f"{len(without)} of {regions.count()} have no point")
