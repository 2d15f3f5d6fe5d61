"""What speaks against somebody's putting a text out of view, or back into it, on its own page.

Forum and comments ask; an app above, which knows of more than one text, says why not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from community.members.permissions import Refused

if TYPE_CHECKING:
    from community.members.models import User

# Each says why somebody may not do it with a thing, empty where they may.
OBJECTIONS: list[Callable[[User, Any], str]] = []


def require_no_objection(by: User, thing: Any) -> None:
    """Raise `Refused`, with the reason, where something speaks against it."""
    for objection in OBJECTIONS:
        if reason := objection(by, thing):
            raise Refused(reason)
