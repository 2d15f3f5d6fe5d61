"""Each act of the table of permissions as one tries it, by part."""

from . import (
    accounts,
    assistance,
    editing_room,
    following,
    members,
    moderating,
    notifications,
    organisations,
    texts,
    writing,
)
from .world import Attempt, is_allowed, make_world

ATTEMPTS: dict[str, Attempt] = {
    **writing.ATTEMPTS,
    **members.ATTEMPTS,
    **editing_room.ATTEMPTS,
    **organisations.ATTEMPTS,
    **assistance.ATTEMPTS,
    **following.ATTEMPTS,
    **accounts.ATTEMPTS,
    **texts.ATTEMPTS,
    **notifications.ATTEMPTS,
    **moderating.ATTEMPTS,
}

__all__ = ["ATTEMPTS", "is_allowed", "make_world"]
