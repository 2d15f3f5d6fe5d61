"""Keys of rows that stand in addresses, where anybody may write anything, and lists that are paged by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model
from django.urls.converters import IntConverter

if TYPE_CHECKING:
    from django.db.models import QuerySet

ModelT = TypeVar("ModelT", bound=Model)
LARGEST = 2**63 - 1  # that a database holds


class KeyConverter(IntConverter):
    """A key in an address (`<key:pk>`): one that is too large for any row leads nowhere, as one that isn't there."""

    def to_python(self, value: str) -> int:
        """Read it; raises `ValueError` where no database holds it."""
        key = super().to_python(value)
        if key > LARGEST:
            raise ValueError(value)
        return key


def key_in(text: str) -> int:
    """Read a key; what is none gives 0, which no row has, and what is too large the largest that there can be."""
    return min(int(text), LARGEST) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


def latest_below(rows: QuerySet[ModelT], key: int, *, size: int) -> tuple[list[ModelT], int]:
    """Take a page of rows below a key (0: all), the latest first; and below which the next begins, 0 at the end."""
    if key:
        rows = rows.filter(pk__lt=key)
    found = list(rows.order_by("-pk")[: size + 1])
    page = found[:size]
    return page, page[-1].pk if len(found) > size else 0
