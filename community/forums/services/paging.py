"""Pages of a list in the order of some values, the highest first, each beginning after the last row of the one before.

So the hundredth costs what the first does, and nothing is shown twice when something comes up meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q
from django.utils.dateparse import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

SALT = "forums.list"
Row = TypeVar("Row", bound=Model)


class NoSuchPlace(Exception):
    """The place in a list was not made here, or for another list."""


@dataclass
class RowPage(Generic[Row]):
    """The rows of a page, and where the next one begins; nothing on the last."""

    rows: list[Row]
    after: str = ""


def page_of(found: QuerySet[Row], *, name: str, order: Sequence[str], after: str, size: int) -> RowPage[Row]:
    """Take a page of the list of this name, in the order of these values; raises `NoSuchPlace`."""
    if after:
        found = found.filter(beyond(order, _read(name, order, after)))
    rows = list(found.order_by(*(f"-{each}" for each in order))[: size + 1])
    if len(rows) <= size:
        return RowPage(rows)
    return RowPage(rows[:size], _write(name, order, rows[size - 1]))


def beyond(order: Iterable[str], place: Iterable[Any]) -> Q:
    """Select what comes after a place, in a way that leads an index straight to it."""
    (name, *further), (value, *values) = order, place
    if not further:
        return Q(**{f"{name}__lt": value})
    return Q(**{f"{name}__lte": value}) & (Q(**{f"{name}__lt": value}) | beyond(further, values))


def _write(name: str, order: Iterable[str], last: Any) -> str:
    values = (getattr(last, each) for each in order)
    told = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return signing.dumps([name, *told], salt=SALT)


def _read(name: str, order: Sequence[str], text: str) -> list[Any]:
    try:
        its, *told = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NoSuchPlace from error
    if its != name or len(told) != len(order):
        raise NoSuchPlace
    return [parse_datetime(value) if isinstance(value, str) else value for value in told]
