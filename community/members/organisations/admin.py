"""Organisations in the editing room: found, verified, taken from view, each act with its reason in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from guard.freshness import FreshEditView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from home.models import Region

from ..accounts.exporting import harmless
from . import services
from .admin_forms import KeepForm
from .models import Evidence, Membership, Organisation
from .permissions import may_keep

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponseBase

    from community.members.models import User

    from .models.organisations import OrganisationQuerySet


class KeeperPolicy(ModelPermissionPolicy):
    """Who may change organisations looks and decides; nobody adds or deletes one here."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Ask for the one permission."""
        return action in {"view", "change"} and bool(may_keep(user))

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        """Ask for any of several."""
        return any(self.user_has_permission(user, action) for action in actions)


class OrganisationFilterSet(WagtailFilterSet):
    """By kind, region and all below it, and standing."""

    region = django_filters.CharFilter(
        method="within_region", label=_("Region and below"), help_text=_("An official code, such as 81.02.")
    )
    verified = django_filters.BooleanFilter(
        field_name="verified_at", lookup_expr="isnull", exclude=True, label=_("verified")
    )
    waits = django_filters.BooleanFilter(method="waiting", label=_("waits to be verified"))
    suspended = django_filters.BooleanFilter(
        field_name="suspended_at", lookup_expr="isnull", exclude=True, label=_("out of view")
    )
    closed = django_filters.BooleanFilter(
        field_name="closed_at", lookup_expr="isnull", exclude=True, label=_("closed by its owner")
    )
    ownerless = django_filters.BooleanFilter(method="without_owner", label=_("without an owner"))

    class Meta:
        model = Organisation
        fields = ("kind",)

    def within_region(self, queryset: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        """Narrow to a region and everything below it."""
        return queryset.filter(region__in=Region.objects.within(value.strip()))

    def waiting(self, queryset: OrganisationQuerySet, name: str, value: bool) -> OrganisationQuerySet:
        """Narrow to those that wait, as the first page counts them, or to all others."""
        return queryset.to_verify() if value else queryset.exclude(pk__in=Organisation.objects.to_verify().values("pk"))

    def without_owner(self, queryset: OrganisationQuerySet, name: str, value: bool) -> OrganisationQuerySet:
        """Narrow to those that nobody owns, or that somebody does."""
        if value:
            return queryset.without_owner()
        return queryset.exclude(pk__in=Organisation.objects.without_owner().values("pk"))


class OrganisationIndexView(generic.IndexView):
    """The organisations by name."""

    custom_field_preprocess: ClassVar[dict[str, Any]] = {
        name: {"csv": harmless, "xlsx": None}
        for name in ("name", "handle.text", "region.name", "registration_number", "website")
    }
    columns = (
        TitleColumn("name", label=_("Organisation"), url_name="organisations_admin:edit", sort_key="name_key"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("region", label=_("Region")),
        DateColumn("verified_at", label=_("Verified"), sort_key="verified_at"),
        DateColumn("suspended_at", label=_("Out of view"), sort_key="suspended_at"),
        DateColumn("closed_at", label=_("Closed"), sort_key="closed_at"),
        DateColumn("created_at", label=_("Entered"), sort_key="created_at"),
    )

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """Fetch handle and region, once."""
        return Organisation.objects.select_related("handle", "region").order_by("name_key", "pk")


class OrganisationEditView(FreshEditView):
    """One organisation, with what staff do about it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks, since they find pages that they may see."""
        return {**super().get_form_kwargs(), "viewer": self.request.viewer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it says of itself, who runs it, and what was seen when it was verified."""
        people = Membership.objects.filter(organisation=self.object).select_related("user__profile__handle")
        return {
            **super().get_context_data(**kwargs),
            "sectors": list(self.object.sectors.all()),
            "people": people.exclude(role=Membership.Role.MEMBER).order_by("-role", "joined_at"),
            "verifications": self.object.verifications.select_related("by").prefetch_related("files").order_by("-at"),
        }

    def locked(self) -> Organisation:
        """Lock it, so that neither its people nor other staff change it meanwhile."""
        return services.locked(self.form.instance)

    def act(self) -> None:
        """Do through the services what the form asks for."""
        form: KeepForm = self.form
        form.act(by=self.request.user)


class OrganisationViewSet(ModelViewSet):
    """The list of organisations in the menu of the editing room."""

    model = Organisation
    name = "organisations_admin"
    url_prefix = "organisations"
    icon = "group"
    menu_label = _("Organisations")
    menu_order = 430
    add_to_admin_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    search_fields = ("name", "registration_number", "handle__text")
    filterset_class = OrganisationFilterSet
    index_view_class = OrganisationIndexView
    edit_view_class = OrganisationEditView
    edit_template_name = "organisations/admin/edit.html"
    list_export = (
        *("name", "handle.text", "kind", "region.code", "region.name", "registration_number", "founded", "website"),
        *("created_at", "verified_at", "suspended_at", "closed_at"),
    )
    export_filename = "organisations"

    def get_form_class(self, for_update: bool = False) -> type[KeepForm]:
        """Verify, suspend, name an owner; what it says of itself is its people's."""
        return KeepForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address that gives out a file that proved something."""
        return [*super().get_urlpatterns(), path("evidence/<int:evidence_id>/", self.evidence_view, name="evidence")]

    @property
    def evidence_view(self) -> Any:
        """Give out a file to who may verify, and to nobody else."""

        def view(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
            if not self.permission_policy.user_has_permission(request.user, "change"):
                raise PermissionDenied
            evidence = get_object_or_404(Evidence, pk=evidence_id)
            response = FileResponse(evidence.file.open("rb"), as_attachment=True, filename=evidence.name)
            response["Cache-Control"] = "private, no-store"
            response["Content-Type"] = "application/octet-stream"
            return response

        return view


register_permission_policy(Organisation, KeeperPolicy(Organisation))
LOGGED = (
    ("found_organisation", _("Enter an organisation"), _("Entered")),
    ("edit_organisation", _("Edit organisation"), _("Changed")),
    ("join_organisation", _("Join an organisation"), _("Somebody joined")),
    ("leave_organisation", _("Leave an organisation"), _("Somebody left")),
    ("change_role", _("Change a role"), _("Role changed")),
    ("name_owner", _("Ask somebody to own an organisation"), _("Somebody asked by staff to own it")),
    ("offer_ownership", _("Offer to own an organisation"), _("Somebody asked by an owner to own it")),
    ("verify_organisation", _("Verify an organisation"), _("Verified")),
    ("unverify_organisation", _("End a verification"), _("No longer verified")),
    ("remove_evidence", _("Remove evidence"), _("Evidence removed")),
    ("suspend_organisation", _("Take an organisation from view"), _("Taken from view")),
    ("restore_organisation", _("Show an organisation again"), _("Shown again")),
    ("close_organisation", _("Close an organisation"), _("Closed by its owner")),
    ("reopen_organisation", _("Open an organisation again"), _("Opened again")),
    ("tell_of_organisation", _("Name pages about an organisation"), _("Pages about it named")),
)
