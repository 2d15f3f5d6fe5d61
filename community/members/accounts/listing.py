"""The list of accounts: found by name, handle or e-mail, narrowed, ordered, taken along by administrators."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.users.views import users

from ..handles import fold, fold_lightly
from ..models import Profile, User
from ..permissions import is_silenced, is_suspended
from ..standing.services import is_for_good
from .exporting import Spreadsheet
from .permissions import may_export, may_see_addresses


class AccountColumn(users.UserColumn):
    """The name, below it the handle and, where there is one, what the account is kept from."""

    cell_template_name = "members/admin/account_cell.html"

    def get_cell_context_data(self, instance: User, parent_context: Any) -> dict[str, Any]:
        """Add both."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"handle": handle_of(instance), "restriction": restriction_of(instance)}


class DayColumn(Column):
    """A day, in few letters and never broken in two."""

    cell_template_name = "members/admin/day_cell.html"


class AccountIndexView(Spreadsheet, users.IndexView):
    """The accounts, of whom moderators see no addresses."""

    page_title = gettext_lazy("Members")
    add_item_label = gettext_lazy("Add a member")
    results_template_name = "wagtailadmin/generic/index_results.html"  # Wagtail's own for accounts speaks of users
    search_fields: ClassVar[tuple[str, ...]] = ("name",)  # that there is a search; see `search_queryset`

    @cached_property
    def sees_addresses(self) -> bool:
        """Whether the viewer may read and search addresses."""
        return bool(may_see_addresses(self.request.user))

    @cached_property
    def show_export_buttons(self) -> bool:
        """Whether the viewer may take the list along."""
        return bool(may_export(self.request.user))

    @cached_property
    def columns(self) -> list[Column]:
        """Name with handle and standing, e-mail, roles, days."""
        title = self._get_title_column_class(AccountColumn)
        address = [Column("email", label=gettext_lazy("E-mail"), sort_key="email")] if self.sees_addresses else []
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            title("name", label=gettext_lazy("Name"), sort_key="name", get_url=self.get_edit_url, width="260"),
            *address,
            Column("trust_level", label=gettext_lazy("Level")),
            Column("roles", label=gettext_lazy("Roles"), accessor=roles_of),
            DayColumn("date_joined", label=gettext_lazy("Joined"), sort_key="date_joined"),
            DayColumn("last_login", label=gettext_lazy("Last sign-in"), sort_key="last_login"),
        ]

    def get_edit_url(self, instance: User) -> str:
        """Lead to the account, or for moderators to what they may do about it."""
        return super().get_edit_url(instance) or reverse("member_standing", args=[instance.pk])

    def get_delete_url(self, instance: User) -> None:
        """None: accounts are never deleted here, only switched off."""

    def get_base_queryset(self) -> Any:
        """Leave out what is left of deleted accounts; fetch what a row shows, once for all."""
        accounts = super().get_base_queryset().filter(erased_at=None)
        accounts = accounts.select_related("profile__handle", "profile__region")
        return accounts.prefetch_related("roles__region")

    def search_queryset(self, queryset: Any) -> Any:
        """Look for a part of the name or the handle, and of the address where that may be seen.

        Each in a query of its own, put together by key: with OR, PostgreSQL would use the index of none of them.
        """
        if not self.is_searching:
            return queryset
        text = self.search_query.strip()
        found: list[Any] = [User.objects.filter(name__icontains=text).values("pk")]
        handle = text.removeprefix("@")
        for folded in sorted({fold(handle), fold_lightly(handle)} - {""}):
            found.append(Profile.objects.filter(handle__folded__contains=folded).values("user"))
        if self.sees_addresses:
            found.append(User.objects.filter(email__icontains=text).values("pk"))
        first, *others = found
        return queryset.filter(pk__in=first.union(*others) if others else first)

    def order_queryset(self, queryset: Any) -> Any:
        """Order by any column, equal ones by number, so that no page repeats one of the page before."""
        ordering = self.ordering or "name"
        return queryset.order_by(ordering, "-pk" if ordering.startswith("-") else "pk")

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Refuse who may not, however they came by the address."""
        if not self.show_export_buttons:
            raise PermissionDenied
        return super().as_spreadsheet(queryset, spreadsheet_format)


def handle_of(account: User) -> str:
    """Show the handle."""
    profile = getattr(account, "profile", None)
    return str(profile.handle) if profile else ""


def roles_of(account: User) -> str:
    """Name the roles with their regions; that one is an administrator without a row comes first."""
    names = [_("Administrator")] if account.is_superuser else []
    names += [str(role) for role in account.roles.all()]
    return ", ".join(dict.fromkeys(names))


def standing_of(account: User) -> str:
    """Say what keeps a member from signing in or writing, or that nothing does."""
    return restriction_of(account) or _("in order")


def restriction_of(account: User) -> str:
    """Say what keeps a member from signing in or writing; empty if nothing does."""
    if not account.is_active:
        return _("switched off")
    for is_so, text, until in (
        (is_suspended, _("suspended until %(day)s"), account.suspended_until),
        (is_silenced, _("silenced until %(day)s"), account.silenced_until),
    ):
        if is_so(account) and until:
            if is_for_good(until):
                return _("removed")
            return text % {"day": date_format(localtime(until), "j F Y")}
    return ""
