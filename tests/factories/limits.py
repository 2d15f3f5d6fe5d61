"""Settings within which a test writes what it likes, as fast as it likes; tests of limits have the real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.forums.models import ForumSettings
from community.moderation.models import ModerationSettings

if TYPE_CHECKING:
    import pytest

# How many @mentions and pictures somebody new puts into a text is as it is: few tests write so many.
WIDE = {
    "title_min": 1,
    "post_min": 1,
    "newcomer_conversations": 1000,
    "seconds_between": 0,
    "same_text_minutes": 0,
    "newcomer_seconds_between": 0,
    "newcomer_links": 100,
    "newcomer_replies": 1000,
    "first_day_topics": 1000,
    "first_day_replies": 1000,
}

# What members whom the factories make write waits for nobody: they are all new, and say the same.
UNCOMPARED = (
    *("host_accounts", "contact_accounts", "line_accounts", "network_accounts"),
    *("alike_texts", "burst_texts", "newcomer_texts", "repeat_days"),
)


def widen_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have these be what the settings begin with, in whatever test."""
    for name, value in WIDE.items():
        monkeypatch.setattr(ForumSettings._meta.get_field(name), "default", value)


def compare_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what waits by itself be switched off, in whatever test."""
    for name in UNCOMPARED:
        monkeypatch.setattr(ModerationSettings._meta.get_field(name), "default", 0)


def as_filled_in(**changed: Any) -> dict[str, Any]:
    """Give what the form of the settings holds, some of it changed."""
    names = [field.name for field in ForumSettings._meta.fields if field.name != "id"]
    return {name: getattr(ForumSettings(), name) for name in names} | changed
