"""`manage.py write_permissions`: the page of the docs that tells who may do what."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from community.members.roles.acts import table


class Command(BaseCommand):
    """Writes docs/permissions.md from what the apps declare; needs no database."""

    help = "Write docs/permissions.md: who may do what, as the apps declare it."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        page = settings.ROOT / "docs" / "permissions.md"
        page.write_text(table(), encoding="utf-8")
        self.stdout.write(str(page.relative_to(settings.ROOT)))
