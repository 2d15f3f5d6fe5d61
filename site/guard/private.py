"""Files that no address leads to: each is given out by a view that checks who asks."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


class PrivateStorage(FileSystemStorage):
    """Files below `PRIVATE_ROOT`, each readable by the site alone."""

    def url(self, name: str | None) -> str:
        """Refuse to name an address: there is none."""
        raise ValueError("A private file has no URL; a view gives it out.")


def private_storage() -> Storage:
    """Return the storage of private files."""
    return PrivateStorage(location=settings.PRIVATE_ROOT, file_permissions_mode=0o600, directory_permissions_mode=0o700)
