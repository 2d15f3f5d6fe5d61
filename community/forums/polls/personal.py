"""A member's polls and votes as their own data: told of, and forgotten when the account is deleted.

A secret vote is told to the one who cast it, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F

from community.members.rights.answers import Part

from . import services
from .models import Option, Vote

if TYPE_CHECKING:
    from community.members.models import User


def personal_data(*, user: User) -> Iterator[Part]:
    """Yield what the member offered to vote on, and what they chose."""
    options = Option.objects.filter(poll__topic__author=user).order_by("poll_id", "order")
    asked: dict[str, Any] = {
        "topic_id": F("poll__topic_id"),
        "mode": F("poll__mode"),
        "closes_at": F("poll__closes_at"),
    }
    yield Part("polls", options.values("text", "order", **asked).iterator())
    votes = Vote.objects.filter(user=user).order_by("pk")
    told: dict[str, Any] = {
        "topic_id": F("poll__topic_id"),
        "title": F("poll__topic__title"),
        "chosen": F("option__text"),
    }
    yield Part("poll_votes", votes.values("rank", "voted_at", **told).iterator())


def erase_votes(*, user: User, limit: int) -> int:
    """Forget how a member voted, in at most `limit` polls; return how many rows went."""
    polls = Vote.objects.filter(user=user).order_by("poll_id").values_list("poll_id", flat=True).distinct()
    return sum(services.forget_vote(member=user, poll_id=key) for key in list(polls[:limit]))
