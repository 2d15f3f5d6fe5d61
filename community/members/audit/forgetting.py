"""Taking out of the log what told of a person; who did what when, and with what, stays as it was written.

The database takes these two changes of a line from here alone (`guard`), and no other from anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import ModelLogEntry

from .models import LogErasing

if TYPE_CHECKING:
    from django.db.models import QuerySet


def forget_labels(lines: QuerySet[Any], *, label: str) -> int:
    """Call what lines are about something else, that names nobody; return how many there were."""
    with _open():
        return lines.update(label=label)


def forget_words(line: ModelLogEntry, *, data: Mapping[str, Any]) -> None:
    """Leave of a line's reason, before and after what `data` has."""
    with _open():
        ModelLogEntry.objects.filter(pk=line.pk).update(data=data)


@contextmanager
def _open() -> Iterator[None]:
    with transaction.atomic():
        opening = LogErasing.objects.create()
        yield
        opening.delete()
