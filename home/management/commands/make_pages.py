"""`manage.py make_pages`: the frame of the site, the privacy page, the pages of provinces, regencies and cities."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from home.services.privacy_page import make_privacy_page, refresh_privacy_page
from home.services.region_pages import make_region_aliases, make_region_pages
from home.services.site_tree import make_site_tree


class Command(BaseCommand):
    """Makes what is missing and leaves what is there, unless it is told to bring something up to date."""

    help = "Makes what is missing: the frame, the privacy page, a page for every province, regency and city."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask what is to be brought up to date."""
        parser.add_argument(
            "--refresh",
            choices=["privacy"],
            help="Gives the privacy page today's text, unless an editor ever saved it.",
        )

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
        if options["refresh"] == "privacy":
            changed, kept = refresh_privacy_page()
            self.stdout.write(f"{changed} privacy pages have today's text, {kept} stay as editors have saved them.")
        self.stdout.write(f"{pages} pages of regions and {aliases} aliases in other languages were made.")
