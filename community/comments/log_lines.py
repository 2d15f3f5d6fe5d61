"""What the lines of the log say about where one comments, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .models import Discussion, State

if TYPE_CHECKING:
    from wagtail.models import ModelLogEntry


def rule_told(entry: ModelLogEntry) -> str:
    """Tell how comments stood and stand, and after how many days they can only be read."""
    before, after = entry.data.get("before"), entry.data.get("after")
    return f"{_standing(before)} → {_standing(after)}" if before and after else ""


def _standing(said: list[Any]) -> str:
    state, days = said
    words = str(State(state).label) if state in State.values else _("as all of its kind")
    if days is None:
        return words
    return f"{words} ({Discussion._meta.get_field('days').verbose_name}: {days})"
