"""How much a text of a member holds, by their rank: what `members.trust.rights` shows, asked as it is asked here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from .newcomers import bounds
from .uploads.services import MOST_IN_A_TEXT

if TYPE_CHECKING:
    from community.members.trust.rights import Rank, Rule


def new_days() -> int:
    """Say for how many days somebody is new."""
    return bounds().days


def links(rank: Rank) -> int | None:
    """Say how many links to other sites a text has at most."""
    return bounds().links if rank.is_new else None


def pictures(rank: Rank) -> int:
    """Say how many pictures a text has at most."""
    return bounds().pictures if rank.is_new else MOST_IN_A_TEXT


def uploads(rank: Rank) -> int:
    """Say how many pictures one sends in 24 hours at most."""
    most: int = settings.UPLOADS_A_DAY_NEWCOMER if rank.is_new else settings.UPLOADS_A_DAY
    return most


def mentions(rank: Rank) -> int:
    """Say how many others a text mentions at most."""
    return bounds().mentions if rank.is_new else settings.MENTIONS_PER_TEXT


LIMITS: dict[str, Rule] = {"links": links, "pictures": pictures, "uploads": uploads, "mentions": mentions}
