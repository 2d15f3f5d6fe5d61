"""What the moderators and the site tell: what becomes of a text or a report, and that one is trusted with more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.members.trust.levels import LEVELS

from ..models import Notification
from ..things import CASE, LEVEL, REPORT
from ..things.cases import who_reported, who_wrote
from . import ActivityKind, Happening

if TYPE_CHECKING:
    from community.moderation.models import Review

    from ..models import Activity

Reason = Notification.Reason


def told(review: Review, **kwargs: Any) -> Happening:
    """Take in what is told of a case; it is nobody's act by name."""
    return Happening(review, None)


def level_of(activity: Activity) -> Mapping[str, object]:
    """Name the level that a member came to."""
    return {"level": LEVELS[activity.number].name}


def who_rose(activity: Activity, member: Any) -> list[int]:
    """Name the member."""
    return [member.pk]


HIDDEN = ActivityKind(
    name="hidden",
    about=CASE,
    happening=told,
    circles=((Reason.MODERATED, who_wrote),),
    said={Reason.MODERATED: _("Reports have hidden what you wrote")},
)
SHOWN_AGAIN = ActivityKind(
    name="shown_again",
    about=CASE,
    happening=told,
    circles=((Reason.MODERATED, who_wrote),),
    said={Reason.MODERATED: _("A report was taken back, and what you wrote is shown again")},
)
DECIDED = ActivityKind(
    name="decided",
    about=CASE,
    happening=told,
    circles=((Reason.MODERATED, who_wrote),),
    said={Reason.MODERATED: _("There is a decision for you to read")},
)
REPORT_DECIDED = ActivityKind(
    name="report",
    about=REPORT,
    happening=told,
    circles=((Reason.REPORTED, who_reported),),
    said={Reason.REPORTED: _("A moderator has looked at what you reported")},
)
RISEN = ActivityKind(
    name="level",
    about=LEVEL,
    happening=lambda member, **kwargs: Happening(member, None),
    circles=((Reason.LEVEL, who_rose),),
    said={Reason.LEVEL: _("You are trusted with more: %(level)s")},
    besides=level_of,
)
