"""What the lines of the log say about moderation, in the reader's language: what was decided, what was so before.

The keys and codes are those that the services write (`services.reviews.write_down`); what is unknown is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from community.forums.models import Topic
from community.reasons import worded
from home.templatetags.time_tags import in_full

from .models import AGAINST, OUT_OF_VIEW, Decision, what_was_done

if TYPE_CHECKING:
    from wagtail.models import ModelLogEntry

STATES = {
    "live": pgettext_lazy("state", "shown"),
    "held": pgettext_lazy("state", "waiting"),
    "hidden": pgettext_lazy("state", "hidden"),
    "deleted": pgettext_lazy("state", "deleted"),
}
# How a text stands after a decision; where none is here it stands as before.
STANDS = {
    Decision.HIDE: "hidden",
    Decision.DELETE: "deleted",
    Decision.EDIT: "live",
    Decision.KEEP: "live",
    Decision.GRANTED: "live",
}
SANCTIONS = {
    "warn": pgettext_lazy("done", "warning"),
    "silence": pgettext_lazy("done", "silence"),
    "suspend": pgettext_lazy("done", "suspension"),
    "lift_silence": pgettext_lazy("done", "allowed to write again"),
}


def decision_told(entry: ModelLogEntry) -> str:
    """Tell how a case was decided, how its text stood and stands, and what was done about the author."""
    before, after = entry.data.get("before"), entry.data.get("after") or {}
    decision = after.get("decision", "")
    is_left = after.get("left")
    against, stands = ("", after.get("state")) if is_left else (_against(before), STANDS.get(decision))
    parts = [what_was_done(decision, against) + _change(before, stands)]
    if decision == Decision.REFUSED and before in AGAINST:
        parts.append(what_was_done(before))
    if sanction := SANCTIONS.get(after.get("sanction") or ""):
        parts.append(_("the author: %(sanction)s") % {"sanction": sanction})
    if is_left:
        parts.append(_("something else keeps it out of view") if stands else _("something else has come in its place"))
    return "; ".join(part for part in parts if part)


def state_told(entry: ModelLogEntry) -> str:
    """Tell how a text stood and stands."""
    return _change(entry.data.get("before"), entry.data.get("after")).strip(" ()")


def appeal_told(entry: ModelLogEntry) -> str:
    """Tell what an appeal is against."""
    return what_was_done(entry.data.get("before") or "")


def warning_told(entry: ModelLogEntry) -> str:
    """Tell what a warning said that was taken back."""
    return worded(_fields(entry, "before").get("warned") or "")


def removal_told(entry: ModelLogEntry) -> str:
    """Tell until when a removal can be undone."""
    until = _moment(_fields(entry, "after").get("undoable_until"))
    return _("can be undone until %(until)s") % {"until": in_full(until)} if until else ""


def undoing_told(entry: ModelLogEntry) -> str:
    """Tell why an account had been removed, and how it stands now."""
    why = worded(_fields(entry, "before").get("removed") or "")
    until = _moment(_fields(entry, "after").get("suspended_until"))
    now = _("suspended until %(until)s") % {"until": in_full(until)} if until else _("can sign in again")
    return f"{_('removed')}{f' ({why})' if why else ''} → {now}"


def continuing_told(entry: ModelLogEntry) -> str:
    """Tell in which topic a comment goes on."""
    key = _fields(entry, "after").get("topic")
    return f"{Topic._meta.verbose_name} {key}".capitalize() if key else ""


def _against(before: Any) -> str:
    """Say what an appeal was against: of a text that was put out of view the log has how that stood."""
    if before in {"hidden", "deleted"}:
        return OUT_OF_VIEW[0]
    return before if before in AGAINST else ""


def _change(before: Any, after: Any) -> str:
    if before not in STATES or after not in STATES or before == after:
        return ""
    return f" ({STATES[before]} → {STATES[after]})"


def _fields(entry: ModelLogEntry, name: str) -> dict[str, Any]:
    found = entry.data.get(name)
    return found if isinstance(found, dict) else {}


def _moment(value: Any) -> datetime | None:
    found = parse_datetime(value) if isinstance(value, str) else None
    return found if found and found.tzinfo else None
