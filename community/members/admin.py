"""Accounts in the editing room: by e-mail, with one name; never deleted, only switched off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users import forms as wagtail_forms
from wagtail.users.views import users

from . import services
from .forms import clean_name
from .models import User
from .roles.admin import roles_of
from .roles.permissions import may_grant


class AccountForm(forms.ModelForm[User]):
    """What both forms have in common: one name, no rights by hand, and a profile for every account."""

    first_name = None
    last_name = None
    is_superuser = None  # groups and the rights of administrators follow from roles

    def clean_name(self) -> str:
        """Single spaces, at least one letter."""
        return clean_name(self.cleaned_data["name"])

    def clean_email(self) -> str | None:
        """Small letters, as at sign-up; none for a person whom a mentor assists."""
        return (self.cleaned_data["email"] or "").lower() or None

    def save(self, commit: bool = True) -> User:
        """Save the account and give it its handle and profile."""
        user: User = super().save(commit=commit)
        if commit:
            services.give_profile(user=user)
        return user


class AccountCreationForm(AccountForm, wagtail_forms.UserCreationForm):
    """Make an account for someone else."""

    class Meta(wagtail_forms.UserCreationForm.Meta):
        fields = ("email", "name", "language", "zone")


class AccountEditForm(AccountForm, wagtail_forms.UserEditForm):
    """Change an account, and whether it is active."""

    class Meta(wagtail_forms.UserEditForm.Meta):
        fields = ("email", "name", "language", "zone", "is_active")

    def save(self, commit: bool = True) -> User:
        """Save the account; another address takes the place of the one before."""
        user = super().save(commit=commit)
        if commit and "email" in self.changed_data:
            services.replace_address(user=user)
        return user


class AccountIndexView(users.IndexView):
    """The accounts, found by name, e-mail or handle."""

    search_fields = ("name", "email", "profile__handle__text")

    @cached_property
    def columns(self) -> list[Column]:
        """Name, e-mail, standing, last visit."""
        title = self._get_title_column_class(users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            title("name", label=_("Name"), sort_key="name", get_url=self.get_edit_url, classname="name"),
            Column("email", label=_("E-mail"), sort_key="email", width="25%"),
            BooleanColumn("is_superuser", label=_("Administrator"), sort_key="is_superuser", width="10%"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login", width="15%"),
        ]

    def get_base_queryset(self) -> Any:
        """Leave out what is left of deleted accounts."""
        return super().get_base_queryset().filter(erased_at=None)

    def order_queryset(self, queryset: Any) -> Any:
        """Order by any column; Wagtail would look for a last name."""
        return queryset.order_by(self.ordering) if self.ordering else queryset


class AccountEditView(users.EditView):
    """An account, with the roles of its member."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the roles, and who may change them the way there."""
        roles = {"roles": roles_of(self.object), "may_grant": may_grant(self.request.user)}
        context: dict[str, Any] = super().get_context_data(**roles, **kwargs)
        return context


class AccountViewSet(users.UserViewSet):
    """The accounts in the settings menu."""

    ordering = "name"
    index_view_class = AccountIndexView
    edit_view_class = AccountEditView

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        """Choose the form for a new or an existing account."""
        return AccountEditForm if for_update else AccountCreationForm
