"""What speaks against what somebody who keeps order does with a text on its own page.

Forum and comments ask; an app above, which knows of more than one text, says why not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from community.members.permissions import Refused

if TYPE_CHECKING:
    from community.members.models import User

# Each says why somebody may not do it with one of some things, empty where they may.
OBJECTIONS: list[Callable[[User, Sequence[Any]], str]] = []
# Each says why a thing stays whose it is for now, whoever asks; empty where it may go to another member.
UNSETTLED: list[Callable[[Any], str]] = []


def objection_to(by: User, *things: Any) -> str:
    """Say what speaks against it, empty where nothing does; of many things it asks as often as of one."""
    return next((reason for objection in OBJECTIONS if (reason := objection(by, things))), "")


def require_no_objection(by: User, *things: Any) -> None:
    """Raise `Refused`, with the reason, where something speaks against it."""
    if reason := objection_to(by, *things):
        raise Refused(reason)


def is_settled(thing: Any) -> bool:
    """Tell whether a thing is shown, and nobody has anything to decide about it."""
    return not any(unsettled(thing) for unsettled in UNSETTLED)


def require_settled(thing: Any) -> None:
    """Raise `Refused`, with the reason, where a thing can't be given to another member now."""
    for unsettled in UNSETTLED:
        if reason := unsettled(thing):
            raise Refused(reason)
