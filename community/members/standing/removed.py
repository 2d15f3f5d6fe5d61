"""Accounts that were removed with all they wrote: an app above knows which, and until when that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ..models import User
    from .recourse import Recourse


@dataclass(frozen=True)
class Removed:
    """Why an account was removed, until when that can be undone, and where one appeals; None where one no longer can.

    Not `is_undoable` where it is too late by now.
    """

    reason: str
    until: datetime
    is_undoable: bool
    recourse: Recourse | None = None


SOURCES: list[Callable[[User], Removed | None]] = []


def removed(member: User) -> Removed | None:
    """Ask whether an account was removed; None where it is only suspended."""
    return next((found for source in SOURCES if (found := source(member))), None)
