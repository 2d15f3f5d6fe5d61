"""What the list of accounts is narrowed by; each question is one condition, so that no account comes twice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import django_filters
from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect

from home.models import Region

from ..models import Profile, User
from ..permissions import Viewer
from ..roles.models import Role
from ..visibility import open_to
from .permissions import may_see_addresses

if TYPE_CHECKING:
    Accounts = QuerySet[User]


class AccountFilterSet(WagtailFilterSet):
    """Roles, home region and below, standing, address, days."""

    role = django_filters.MultipleChoiceFilter(
        label=_("Role"), choices=Role.Kind.choices, widget=CheckboxSelectMultiple, method="with_role"
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Home region, and below"), queryset=Region.objects.with_pages().order_by("code"), method="at_home_in"
    )
    is_active = django_filters.BooleanFilter(label=_("Active"), widget=BooleanRadioSelect)
    suspended = django_filters.BooleanFilter(
        field_name="suspended_until", label=_("Suspended now"), widget=BooleanRadioSelect, method="until_later"
    )
    silenced = django_filters.BooleanFilter(
        field_name="silenced_until", label=_("Silenced now"), widget=BooleanRadioSelect, method="until_later"
    )
    confirmed = django_filters.BooleanFilter(
        label=_("Address confirmed"), widget=BooleanRadioSelect, method="with_confirmed_address"
    )
    came = django_filters.BooleanFilter(
        field_name="last_login", lookup_expr="isnull", label=_("Never signed in"), widget=BooleanRadioSelect
    )
    date_joined = django_filters.DateFromToRangeFilter(label=_("Joined"), widget=DateRangePickerWidget)
    last_login = django_filters.DateFromToRangeFilter(label=_("Last sign-in"), widget=DateRangePickerWidget)

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def with_role(self, accounts: Accounts, name: str, kinds: list[str]) -> Accounts:
        """Select who holds one of the roles, wherever it counts."""
        held = Role.objects.filter(user=OuterRef("pk"), kind__in=kinds)
        return accounts.filter(Exists(held)) if kinds else accounts

    def at_home_in(self, accounts: Accounts, name: str, region: Region) -> Accounts:
        """Select whose home is in a region, or anywhere below it; moderators find by no home that they don't see."""
        homes = Profile.objects.filter(region__in=Region.objects.within(region.code))
        if not may_see_addresses(self.request.user):
            homes = homes.filter(open_to(Viewer(self.request.user), "region"))
        return accounts.filter(pk__in=homes.values("user"))

    def until_later(self, accounts: Accounts, name: str, is_now: bool) -> Accounts:
        """Select for whom a time is still to come, or all others."""
        now: datetime = timezone.now()
        if is_now:
            return accounts.filter(**{f"{name}__gt": now})
        return accounts.filter(Q(**{name: None}) | Q(**{f"{name}__lte": now}))

    def with_confirmed_address(self, accounts: Accounts, name: str, is_confirmed: bool) -> Accounts:
        """Select who has proved to own their mailbox, or who has not."""
        proved = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
        return accounts.filter(proved if is_confirmed else ~proved)
