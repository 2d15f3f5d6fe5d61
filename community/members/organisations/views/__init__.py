"""Pages of organisations, re-exported."""

from .closing import close
from .invitations import again, invitation, invite, withdraw
from .joining import answer, join, leave, mine
from .people import member, people
from .reading import organisation, organisation_list
from .writing import edit, found, logo

__all__ = [
    "again",
    "answer",
    "close",
    "edit",
    "found",
    "invitation",
    "invite",
    "join",
    "leave",
    "logo",
    "member",
    "mine",
    "organisation",
    "organisation_list",
    "people",
    "withdraw",
]
