"""What goes on about a member now, for who decides about them: a suspension, a silence, each with its end and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from community.reasons import worded
from home.templatetags.time_tags import in_full

from ..permissions import is_silenced, is_suspended
from .removed import removed

if TYPE_CHECKING:
    from ..models import User


@dataclass(frozen=True)
class GoingOn:
    """One of them: what it is with its end, and why."""

    text: str
    reason: str


def going_on(member: User) -> list[GoingOn]:
    """Say what goes on, the hardest first."""
    found = []
    if is_suspended(member) and member.suspended_until:
        is_removed = removed(member) is not None
        text = _("Suspended until %(until)s.") % {"until": in_full(member.suspended_until)}
        text = _("This account was removed with all it wrote.") if is_removed else text
        found.append(GoingOn(text, worded(member.suspended_reason)))
    if is_silenced(member) and member.silenced_until:
        text = _("Silenced until %(until)s.") % {"until": in_full(member.silenced_until)}
        found.append(GoingOn(text, worded(member.silenced_reason)))
    return found
