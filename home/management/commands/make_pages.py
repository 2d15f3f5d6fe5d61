"""`manage.py make_pages`: the frame of the site, the privacy page, the pages of provinces, regencies and cities."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from home.services.privacy_page import make_privacy_page
from home.services.region_pages import make_region_aliases, make_region_pages
from home.services.site_tree import make_site_tree


class Command(BaseCommand):
    """Makes what is missing and leaves what is there."""

    help = "Makes what is missing: the frame, the privacy page, a page for every province, regency and city."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the services and say what was made."""
        make_site_tree()
        make_privacy_page()
        pages = make_region_pages()
        aliases = sum(
            make_region_aliases(language)
            for language, _name in settings.LANGUAGES
            if language != settings.LANGUAGE_CODE
        )
        self.stdout.write(f"{pages} pages of regions and {aliases} aliases in other languages were made.")
