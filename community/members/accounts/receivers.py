"""What the log keeps of a member: told to them in their copy, without their name once the account is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from wagtail.models import ModelLogEntry

from community.reasons import is_kept

from ..audit.forgetting import forget_words
from ..rights.answers import Part
from ..signals import member_erased, personal_data_requested
from .history import reason_of

if TYPE_CHECKING:
    from ..models import User

GONE = "—"
PERSONAL = ("name", "email")


@receiver(personal_data_requested, dispatch_uid="members_acts_about")
def tell_of_acts(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell what was done about the account, and why; never by whom."""
    entries = ModelLogEntry.objects.for_instance(user).filter(action__startswith="members.").order_by("pk")
    rows = ({"act": entry.action, "at": entry.timestamp, **_told(entry)} for entry in entries.iterator())
    yield Part("acts_about_the_account", rows)


@receiver(member_erased, dispatch_uid="members_forget_changes")
def forget_changes(user: User, name: str, **kwargs: Any) -> None:
    """Leave of changed names and addresses only that they were changed, and take the name out of reasons."""
    named = re.compile(re.escape(name), re.IGNORECASE)
    for entry in ModelLogEntry.objects.for_instance(user).filter(action__startswith="members."):
        if name and (reason := entry.data.get("reason")) and not is_kept(reason):
            entry.data["reason"] = named.sub(user.name, reason)
        for side in ("before", "after") if entry.action == "members.edit" else ():
            if told := entry.data.get(side):
                told.update({each: GONE for each in PERSONAL if each in told})
        forget_words(entry, data=entry.data)


def _told(entry: ModelLogEntry) -> dict[str, Any]:
    return {"reason": reason_of(entry), **{name: entry.data.get(name) for name in ("before", "after")}}
