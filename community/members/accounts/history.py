"""The history of an account: who did what when, why, what was before and after; for every log, acts with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import LogFormatter
from wagtail.users.views import users

from community.reasons import worded
from home.templatetags.time_tags import DAY, clock, in_full

from ..models import User
from ..standing.services import is_for_good

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry

# What services of all apps write down before and after an act, by the keys there; an app adds its own.
OTHER_NAMES: dict[str, Any] = {"password": gettext_lazy("Password")}

gettext_noop("system")  # what Wagtail's own histories call the site

Shown = Callable[[str, Any], str]
Told = Callable[["ModelLogEntry"], str]


class ReasonedFormatter(LogFormatter):
    """Say what was done, what more is `told` of it and, where somebody wrote it, why."""

    told: Told | None = None

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """Add after a colon what is told, or else the reason alone."""
        reason = reason_of(log_entry)
        if self.told and (told := self.told(log_entry)):
            return f"{self.message}: {told.rstrip('.')}." + (f" {_('Why:')} {reason}" if reason else "")
        return f"{self.message}: {reason}" if reason else str(self.message)


def name_act(
    actions: LogActionRegistry, action: str, act: _StrPromise, done: _StrPromise, told: Told | None = None
) -> None:
    """Name an act that services write in the log with its reason; `told` says of a line what else there is in it."""
    words = {"label": act, "message": done, "told": told and staticmethod(told)}
    actions.register_action(action)(type("NamedFormatter", (ReasonedFormatter,), words))


class AccountHistoryView(users.HistoryView):
    """Wagtail's history, filtered by act, with a column more."""

    @cached_property
    def columns(self) -> list[Column]:
        """Add what was changed."""
        act, *others = super().columns
        return [
            act,
            Column("changes", label=gettext_lazy("Before and after"), accessor=changes_of),
            *others,
        ]


def actor_of(entry: ModelLogEntry) -> str:
    """Name who did it; what nobody did, the site did by itself."""
    return entry.user_display_name if entry.user_id else _("the site")


def reason_of(entry: ModelLogEntry) -> str:
    """Show why: as somebody wrote it then, or as the site says it to whoever reads."""
    return worded(str(entry.data.get("reason") or ""))


def changes_of(entry: ModelLogEntry, shown: Shown | None = None) -> str:
    """Show what an act changed, before and after, field by field, or for an act with one value that value.

    `shown` is given the key of a field and a value, and finds words for it.
    """
    before, after, shown = entry.data.get("before"), entry.data.get("after"), shown or value_shown
    if isinstance(before, dict) or isinstance(after, dict):
        return "; ".join(_changes(before or {}, after or {}, shown))
    if before is None and after is None:
        return ""
    return f"{shown('', before)} → {shown('', after)}"


def until_told(entry: ModelLogEntry) -> str:
    """Tell until when what an act began goes on, unless that is for good, as with a removed account."""
    after = entry.data.get("after")
    until = parse_datetime(after) if isinstance(after, str) else None
    if until is None or until.tzinfo is None or is_for_good(until, since=entry.timestamp):
        return ""
    return _("until %(until)s") % {"until": in_full(until)}


def value_shown(name: str, value: Any) -> str:
    """Show a value as the reader's language writes it, whatever the field is called."""
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value_shown(name, each) for each in value)
    moment = parse_datetime(value) if isinstance(value, str) else None
    if not moment or not moment.tzinfo:
        return worded(str(value))
    local = localtime(moment)
    return f"{date_format(local, DAY)} {clock(local)}"


def _changes(old: dict[str, Any], new: dict[str, Any], shown: Shown, within: str = "") -> Iterator[str]:
    # In the order of their names here: the database may keep that of the keys or not.
    places = {name: place for place, name in enumerate(OTHER_NAMES)}
    for name in sorted({**old, **new}, key=lambda name: places.get(name, len(places))):
        was, now = old.get(name), new.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _changes(was, now, shown, within=f"{within}{_label(name)} ")
        elif was != now:
            yield f"{within}{_label(name)}: {shown(name, was)} → {shown(name, now)}"


def _label(name: str) -> str:
    fields = {field.name: field.verbose_name for field in User._meta.concrete_fields}
    return str(OTHER_NAMES.get(name) or fields.get(name, name))
