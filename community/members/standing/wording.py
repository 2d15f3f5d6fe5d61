"""The words that tell until when somebody may only read, and why: the same in the place of a form and above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from community.reasons import worded
from home.templatetags.time_tags import in_full

from .removed import removed

if TYPE_CHECKING:
    from datetime import datetime

    from ..models import User


def until_when(member: User, *, is_oneself: bool = True) -> str:
    """Say until when a suspended or silenced member may only read, to themselves or to the mentor who acts for them."""
    if _is_suspended(member) and removed(member):
        if is_oneself:
            return _("This account was removed, so you can’t write.")
        return _("Nothing can be written for %(name)s: the account was removed.") % {"name": member.name}
    told = {"name": member.name, "until": in_full(_restriction(member)[0])}
    if not is_oneself:
        return _("Nothing can be written for %(name)s until %(until)s.") % told
    if _is_suspended(member):
        return _("Your account is suspended until %(until)s, so you can’t write.") % told
    return _("You can read everything, but you can’t write until %(until)s.") % told


def why(member: User) -> str:
    """Give the reason as it was written down, or in the language of the moment; often there is none."""
    return worded(_restriction(member)[1])


def in_one(member: User, *, is_oneself: bool = True) -> str:
    """Say both in one text, for where there is no page for it."""
    said = until_when(member, is_oneself=is_oneself)
    return f"{said} {_('Why:')} {reason}" if (reason := why(member)) else said


def _restriction(member: User) -> tuple[datetime, str]:
    """Until when and why: of the suspension where there is one, which is the harder of the two."""
    if _is_suspended(member):
        return cast("datetime", member.suspended_until), member.suspended_reason
    return cast("datetime", member.silenced_until), member.silenced_reason


def _is_suspended(member: User) -> bool:
    return bool(member.suspended_until and member.suspended_until > timezone.now())
