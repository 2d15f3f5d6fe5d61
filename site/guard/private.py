"""Files that no address leads to: each is given out by a view that checks who asks."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


def private_storage() -> Storage:
    """Return the storage below `PRIVATE_ROOT`; its files have no address of their own."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)
