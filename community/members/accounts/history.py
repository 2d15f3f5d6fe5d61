"""The history of an account: who did what when, why, what was before and after; for every log, acts with reasons."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import LogFormatter
from wagtail.users.views import users

from ..models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry

OTHER_NAMES: dict[str, Any] = {"password": gettext_lazy("Password")}


class ReasonedFormatter(LogFormatter):
    """Say what was done and, where somebody wrote it, why."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """Add the reason after a colon."""
        reason = reason_of(log_entry)
        return f"{self.message}: {reason}" if reason else str(self.message)


def name_act(actions: LogActionRegistry, action: str, act: _StrPromise, done: _StrPromise) -> None:
    """Name an act that services write in the log with its reason."""
    words = {"label": act, "message": done}
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


def reason_of(entry: ModelLogEntry) -> str:
    """Show why, as it was written then."""
    return str(entry.data.get("reason") or "")


def changes_of(entry: ModelLogEntry) -> str:
    """Show what was before and after, field by field, or for an act with one value that value."""
    before, after = entry.data.get("before"), entry.data.get("after")
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = before or {}, after or {}
        return "; ".join(
            f"{_label(name)}: {_shown(old.get(name))} → {_shown(new.get(name))}" for name in {**old, **new}
        )
    if before is None and after is None:
        return ""
    return f"{_shown(before)} → {_shown(after)}"


def _label(name: str) -> str:
    fields = {field.name: field.verbose_name for field in User._meta.concrete_fields}
    return str(OTHER_NAMES.get(name) or fields.get(name, name))


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    moment = parse_datetime(value) if isinstance(value, str) else None
    return date_format(localtime(moment), "j F Y H:i") if moment and moment.tzinfo else str(value)
