"""Roles and vouches in the editing room: administrators grant and revoke, each with a reason that stays in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from outbox.wagtail_hooks import ReadOnly
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from home.choosers import KeyChooser, SnippetKeyChooser
from home.models import Region

from ..models import User
from ..permissions import Refused
from . import services
from .models import Role, Vouch
from .permissions import may_grant

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse


class RolePolicy(ReadOnly):
    """Administrators look, grant and revoke; a role is never changed into another."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Ask who may grant."""
        return action in {"view", "add", "delete"} and bool(may_grant(user))


class MemberChooser(KeyChooser):
    """Finds one of the members, however many there are."""

    model = User
    chooser_modal_url_name = "member_chooser:choose"
    icon = "user"
    display_title_key = "string"
    choose_one_text = _("Choose a member")
    choose_another_text = _("Choose another member")
    show_edit_link = False


class RoleForm(WagtailAdminModelForm):
    """Who is trusted with what, where, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Stays in the history."))

    class Meta:
        model = Role
        fields = ("user", "kind", "region", "reason")
        widgets: ClassVar[dict[str, Any]] = {"user": MemberChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].widget = SnippetKeyChooser(Region, show_edit_link=False)

    def clean(self) -> dict[str, Any]:
        """Say what can't be, in words."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind, region = cleaned.get("kind"), cleaned.get("region")
        if region and kind and kind not in Role.OF_REGIONS:
            self.add_error("region", _("Only moderators and editors can have a region."))
        elif Role.objects.filter(user=cleaned.get("user"), kind=kind, region=region).exists():
            self.add_error("kind", _("This member has this role already."))
        return cleaned


class RevokeForm(forms.Form):
    """Why a role is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Stays in the history."))


class ExplainsRefusals:
    """Shows why a service refused above or beside the field, and keeps what was typed."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on, or explain."""
        self.form = form
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except (Refused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            answer = self.form_invalid(form)  # type: ignore[attr-defined]
        return answer


class GrantView(ExplainsRefusals, generic.CreateView):
    """Trust a member with a role."""

    page_title = _("Grant a role")
    success_message = _("%(object)s was granted.")

    def get_initial(self) -> dict[str, Any]:
        """Take the member from the address, where one comes from their account."""
        member = self.request.GET.get("user", "")
        return {"user": int(member)} if member.isascii() and member.isdecimal() and len(member) < 10 else {}

    def save_instance(self) -> Role:
        """Grant through the service."""
        return services.grant(by=self.request.user, **self.form.cleaned_data)

    def get_success_url(self) -> str:
        """Back to the list: a role has nothing to edit."""
        return reverse(self.index_url_name)

    def get_success_buttons(self) -> list[Any]:
        """None, for the same reason."""
        return []


class RevokeView(ExplainsRefusals, generic.DeleteView):
    """Take a role back."""

    form_class = RevokeForm
    page_title = _("Revoke a role")
    template_name = "members/admin/revoke.html"
    success_message = _("%(object)s was revoked.")

    def delete_action(self) -> None:
        """Revoke through the service."""
        services.revoke(by=self.request.user, role=self.object, reason=self.form.cleaned_data["reason"])


class RoleFilterSet(WagtailFilterSet):
    """Of which kind, and where."""

    kind = django_filters.ChoiceFilter(label=_("Role"), choices=Role.Kind.choices)
    region = django_filters.ModelChoiceFilter(
        label=_("Region"), queryset=lambda request: Region.objects.filter(pk__in=Role.objects.values("region"))
    )

    class Meta:
        model = Role
        fields = ("kind", "region")


class RoleIndexView(generic.IndexView):
    """Who holds which role, the latest first."""

    add_item_label = _("Grant a role")

    @cached_property
    def columns(self) -> list[Column]:
        """Whose, with the way to revoke it; what, where, by whom and why."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("user", label=_("Member"), get_url=lambda role: _account(role.user_id)),
            Column("kind", label=_("Role"), accessor="get_kind_display"),
            Column("region", label=_("Region")),
            Column("granted_by", label=_("Granted by")),
            Column("reason", label=_("Reason")),
            DateColumn("granted_at", label=_("Granted"), sort_key="granted_at"),
        ]

    def get_list_more_buttons(self, instance: Role) -> list[MenuItem]:
        """Revoke it: there is nothing else to do about a role."""
        url = self.get_delete_url(instance)
        return [MenuItem(_("Revoke"), url=url, icon_name="bin", priority=10)] if url else []

    def get_base_queryset(self) -> QuerySet[Role]:
        """Fetch whose and where, once."""
        return Role.objects.select_related("user", "region", "granted_by").order_by("-granted_at", "-pk")


class RoleViewSet(ModelViewSet):
    """The roles."""

    model = Role
    name = "member_roles"
    url_prefix = "members/roles"
    icon = "key"
    menu_label = _("Roles")
    add_to_reference_index = False
    copy_view_enabled = False
    pk_path_converter = "int"
    search_fields = ("user__name", "user__email", "user__profile__handle__text")
    filterset_class = RoleFilterSet
    index_view_class = RoleIndexView
    add_view_class = GrantView
    delete_view_class = RevokeView

    def get_form_class(self, for_update: bool = False) -> type[RoleForm]:
        """Ask for the reason."""
        return RoleForm


class VouchFilterSet(WagtailFilterSet):
    """Which wait, which were taken back."""

    waits = django_filters.BooleanFilter(label=_("waits"), method="filter_waits")
    withdrawn = django_filters.BooleanFilter(
        field_name="withdrawn_at", lookup_expr="isnull", exclude=True, label=_("taken back")
    )

    class Meta:
        model = Vouch
        fields: tuple[str, ...] = ()

    def filter_waits(self, vouches: QuerySet[Vouch], name: str, value: bool) -> QuerySet[Vouch]:
        """Those that wait for another one, or all others."""
        waiting = {"counted_at": None, "withdrawn_at": None}
        return vouches.filter(**waiting) if value else vouches.exclude(**waiting)


class VouchIndexView(generic.IndexView):
    """Who vouched for whom, the latest first."""

    columns = (
        TitleColumn("member", label=_("Member"), get_url=lambda vouch: _account(vouch.member_id)),
        Column("mentor", label=_("Vouched for by")),
        Column("reason", label=_("Reason")),
        DateColumn("created_at", label=_("Given")),
        DateColumn("counted_at", label=_("Counted")),
        DateColumn("withdrawn_at", label=_("Taken back")),
    )

    def get_base_queryset(self) -> QuerySet[Vouch]:
        """Fetch both, once."""
        return Vouch.objects.select_related("member", "mentor").order_by("-created_at", "-pk")


class VouchViewSet(ModelViewSet):
    """The history of vouches, to look at only."""

    model = Vouch
    form_fields = ("reason",)
    name = "member_vouches"
    url_prefix = "members/vouches"
    icon = "clipboard-list"
    menu_label = _("Vouches")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ("member", "mentor", "reason", "created_at", "counted_at", "withdrawn_at")
    pk_path_converter = "int"
    search_fields = ("member__name", "mentor__name", "reason")
    filterset_class = VouchFilterSet
    index_view_class = VouchIndexView


class RolesViewSetGroup(ModelViewSetGroup):
    """Their entry in the menu."""

    items = (RoleViewSet, VouchViewSet)
    menu_label = _("Roles")
    menu_icon = "key"
    menu_order = 880


def roles_of(member: User) -> list[Role]:
    """Roles of a member, for the page of the account."""
    return list(Role.objects.filter(user=member).select_related("region", "granted_by").order_by("kind", "pk"))


def _account(key: int) -> str:
    return reverse("wagtailusers_users:edit", args=[key])


register_permission_policy(Role, RolePolicy(Role))
register_permission_policy(Vouch, ReadOnly(Vouch))
