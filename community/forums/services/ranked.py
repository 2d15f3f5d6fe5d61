"""How much a member writes in the forum, by their rank: what `members.trust.rights` shows, asked as limits ask it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..models.site_settings import forum_settings
from ..permissions import most_new_tags
from .participants import MOST_PARTICIPANTS

if TYPE_CHECKING:
    from community.members.trust.rights import Rank, Rule


def of_newcomers(rank: Rank, *, field: str) -> int | None:
    """Say what the settings let who is new do; nobody else is held to it."""
    most: int | None = getattr(forum_settings(), field) if rank.is_new else None
    return most


def pause(rank: Rank) -> int:
    """Say how many seconds lie between two posts at least."""
    found = forum_settings()
    return found.newcomer_seconds_between if rank.is_new else found.seconds_between


def let_in(rank: Rank) -> int | None:
    """Say how many members one lets into private conversations in 24 hours at most."""
    return MOST_PARTICIPANTS * forum_settings().newcomer_conversations if rank.is_new else None


LIMITS: dict[str, Rule] = {
    "pause": pause,
    "topic_replies": partial(of_newcomers, field="newcomer_replies"),
    "first_topics": partial(of_newcomers, field="first_day_topics"),
    "first_replies": partial(of_newcomers, field="first_day_replies"),
    "conversations": partial(of_newcomers, field="newcomer_conversations"),
    "let_in": let_in,
    "new_tags": most_new_tags,
}
