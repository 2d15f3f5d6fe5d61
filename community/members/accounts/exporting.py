"""The list of accounts as a spreadsheet: row by row, safe to open, and each one written in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from ..models import User

AT_ONCE = 1_000  # rows in memory
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS: dict[str, Any] = {
    "pk": _("Number"),
    "name": _("Name"),
    "handle": _("Handle"),
    "email": _("E-mail"),
    "region": _("Home region"),
    "roles": _("Roles"),
    "is_active": _("Active"),
    "suspended_until": _("Suspended until"),
    "silenced_until": _("Silenced until"),
    "date_joined": _("Joined"),
    "last_login": _("Last sign-in"),
}


@dataclass(frozen=True)
class InPieces:
    """Rows that are fetched some at a time, however many there are."""

    rows: QuerySet[User]

    @property
    def model(self) -> type[User]:
        """What Wagtail asks for the headings."""
        return self.rows.model

    def __iter__(self) -> Iterator[User]:
        return self.rows.iterator(chunk_size=AT_ONCE)


def as_row(account: User) -> dict[str, Any]:
    """Give the cells of an account."""
    profile = getattr(account, "profile", None)
    cells: dict[str, Any] = {name: getattr(account, name, None) for name in COLUMNS}
    cells["handle"] = profile.handle.text if profile else ""
    cells["region"] = str(profile.region) if profile and profile.region else ""
    cells["roles"] = ", ".join(str(role) for role in account.roles.all())
    return cells


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking what somebody calls themselves for a formula."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def write_down(request: HttpRequest, *, by: User, kind: str, count: int) -> None:
    """Write in the log who took how many accounts along, and how they were narrowed; never what was sought."""
    asked = {name: request.GET.getlist(name) for name in sorted(request.GET) if name not in ("q", "p", "export")}
    data = {"reason": "", "before": None, "after": {"format": kind, "accounts": count, "filters": asked}}
    log(by, "members.export_accounts", user=by, title=by.name, data=data)


class Spreadsheet:
    """What the view of the list adds to Wagtail's export."""

    list_export: ClassVar[list[str]] = list(COLUMNS)
    export_headings: ClassVar[dict[str, Any]] = COLUMNS
    custom_field_preprocess: ClassVar[dict[str, Any]] = {
        name: {"csv": harmless, "xlsx": None} for name in ("name", "handle", "email", "region", "roles")
    }
    request: HttpRequest

    def get_filename(self) -> str:
        """Name the file by the day."""
        return f"negeri-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: User) -> dict[str, Any]:
        """Give the cells of an account."""
        return as_row(item)

    def as_spreadsheet(self, queryset: QuerySet[User], spreadsheet_format: str) -> Any:
        """Write the export down, then give it out."""
        write_down(self.request, by=self.request.user, kind=spreadsheet_format, count=queryset.count())  # type: ignore[arg-type]
        return super().as_spreadsheet(InPieces(queryset), spreadsheet_format)  # type: ignore[misc]
