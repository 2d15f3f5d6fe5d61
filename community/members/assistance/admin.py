"""Assisted people in the editing room: administrators see what was agreed to, and find them another mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from outbox.wagtail_hooks import ReadOnly
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from ..forms import AddressField
from ..models import User
from ..permissions import Refused, is_mentor
from . import services
from .models import Assistance

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet

HAND_OVER, END, ERASE, ERASE_ALL, KEEP = "hand_over", "end", "erase", "erase_all", "keep"


class AdministratorsPolicy(ReadOnly):
    """Administrators look, and act by the form; nobody adds or deletes by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Allow looking and changing."""
        return super().user_has_permission(user, "view" if action == "change" else action)


class AssistanceForm(forms.ModelForm[Assistance]):
    """What an administrator does about an assistance, and why."""

    act = forms.ChoiceField(
        label=_("What is to be done"),
        choices=[
            (HAND_OVER, _("Another mentor goes on")),
            (END, _("The mentor accompanies the person no longer")),
            (ERASE, _("Delete the account as the person wishes; what was written stays")),
            (ERASE_ALL, _("Delete the account as the person wishes, with all that was written")),
            (KEEP, _("Stop the deletion")),
        ],
        widget=forms.RadioSelect,
    )
    mentor_email = AddressField(label=_("E-mail of the mentor who goes on"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Stays in the history."))

    class Meta:
        model = Assistance
        fields: tuple[str, ...] = ()

    def clean_mentor_email(self) -> User | None:
        """Find the mentor."""
        if not (email := self.cleaned_data["mentor_email"]):
            return None
        found = User.objects.filter(email__iexact=email, is_active=True).first()
        if found is None or not is_mentor(found):
            raise ValidationError(_("No mentor has this address."), code="unknown")
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for the mentor where one is needed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("act") == HAND_OVER and not cleaned.get("mentor_email") and "mentor_email" not in self.errors:
            self.add_error("mentor_email", _("Please name the mentor who goes on."))
        return cleaned


class AssistanceFilterSet(WagtailFilterSet):
    """Which go on, and which have ended."""

    ended = django_filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull", exclude=True, label=_("ended"))

    class Meta:
        model = Assistance
        fields = ("ended_how",)


class AssistanceIndexView(generic.IndexView):
    """The latest first."""

    columns = (
        TitleColumn("person", label=_("Person"), url_name="member_assistances:edit"),
        Column("person.profile.region", label=_("Region")),
        Column("mentor", label=_("Mentor")),
        Column("consent_on", label=_("Agreed on")),
        DateColumn("registered_at", label=_("Registered"), sort_key="registered_at"),
        DateColumn("active_at", label=_("Last act"), sort_key="active_at"),
        Column("get_ended_how_display", label=_("How it ended")),
    )

    def get_base_queryset(self) -> QuerySet[Assistance]:
        """Fetch the people with their regions, once."""
        return Assistance.objects.select_related("person__profile__region", "mentor").order_by("-registered_at")


class AssistanceEditView(generic.EditView):
    """One assistance, with what administrators do about it."""

    def form_valid(self, form: AssistanceForm) -> Any:
        """Say above the form why something is not done."""
        try:
            self._act(form.instance, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        return super().form_valid(form)

    def save_instance(self) -> Assistance:
        """Save nothing more: the services did."""
        assistance: Assistance = self.form.instance
        return assistance

    def _act(self, assistance: Assistance, data: dict[str, Any]) -> None:
        by, person, reason = self.request.user, assistance.person, data["reason"]
        if data["act"] == HAND_OVER:
            services.hand_over(by=by, person=person, to=data["mentor_email"], reason=reason)
        elif data["act"] == END:
            services.end_assistance(by=by, assistance=assistance, reason=reason)
        elif data["act"] == KEEP:
            services.stop_erasure_for(by=by, person=person)
        else:
            keeps = data["act"] == ERASE
            services.request_erasure_for(by=by, person=person, keeps=keeps, reason=reason)


class AssistanceViewSet(ModelViewSet):
    """The list in the menu of the editing room."""

    model = Assistance
    name = "member_assistances"
    url_prefix = "members/assisted"
    icon = "group"
    menu_label = _("Assisted people")
    menu_order = 885
    add_to_admin_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = (
        *("person", "mentor", "phone", "consent_on", "consent_place", "consent_language", "consent_version"),
        *("consent_text", "registered_at", "active_at", "ended_at", "ended_how"),
    )
    search_fields = ("person__name", "mentor__name", "consent_place")
    filterset_class = AssistanceFilterSet
    index_view_class = AssistanceIndexView
    edit_view_class = AssistanceEditView

    def get_form_class(self, for_update: bool = False) -> type[AssistanceForm]:
        """Act; there is nothing else to edit."""
        return AssistanceForm


register_permission_policy(Assistance, AdministratorsPolicy(Assistance))
