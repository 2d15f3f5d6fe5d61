"""What the log keeps of a member: told to them in their copy, without their name once the account is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from wagtail.models import ModelLogEntry

from ..rights.answers import Part
from ..signals import member_erased, personal_data_requested

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
    for entry in ModelLogEntry.objects.for_instance(user).filter(action__startswith="members."):
        if name and name.lower() in (reason := entry.data.get("reason") or "").lower():
            entry.data["reason"] = re.sub(re.escape(name), user.name, reason, flags=re.IGNORECASE)
            entry.save(update_fields=["data"])
    for entry in ModelLogEntry.objects.for_instance(user).filter(action="members.edit"):
        for side in ("before", "after"):
            if told := entry.data.get(side):
                told.update({name: GONE for name in PERSONAL if name in told})
        entry.save(update_fields=["data"])


def _told(entry: ModelLogEntry) -> dict[str, Any]:
    return {name: entry.data.get(name) for name in ("reason", "before", "after")}
