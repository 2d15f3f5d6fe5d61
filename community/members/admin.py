"""Accounts in the editing room: by e-mail, with one name; never deleted, only switched off."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms as wagtail_forms
from wagtail.users.views import users

from . import services
from .accounts.editing import AccountEditView
from .accounts.filters import AccountFilterSet
from .accounts.history import AccountHistoryView
from .accounts.listing import AccountIndexView
from .forms import clean_name
from .models import User
from .standing.services import LONGEST_REASON


class AccountForm(forms.ModelForm[User]):
    """What both forms have in common: one name, no rights by hand, and a profile for every account."""

    first_name = None
    last_name = None
    is_superuser = None  # groups and the rights of administrators follow from roles
    error_messages: ClassVar[dict[str, Any]] = wagtail_forms.UserForm.error_messages | {
        "duplicate_username": _("Another account has this address already."),
    }

    def clean_name(self) -> str:
        """Single spaces, at least one letter; it may be the name of an office."""
        return clean_name(self.cleaned_data["name"], is_staff=True)

    def clean_email(self) -> str | None:
        """Small letters, as at sign-up; none for a person whom a mentor assists."""
        return (self.cleaned_data["email"] or "").lower() or None

    def _clean_username(self) -> None:
        if self.cleaned_data.get("email"):  # without one there are many
            super()._clean_username()  # type: ignore[misc]

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

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("Stays in the history, with what was before and after."),
        error_messages={"required": _("Please write why; it stays in the history.")},
    )

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = bool(self.instance.email)  # a person whom a mentor assists has none
        if editing_self:  # not left to Wagtail, which would also take a field away that isn't there
            del self.fields["is_active"]

    def save(self, commit: bool = True) -> User:
        """Save the account; another address takes the place of the one before."""
        user = super().save(commit=commit)
        if commit and "email" in self.changed_data:
            services.replace_address(user=user)
        return user


class AccountCreateView(users.CreateView):
    """A new account; its owner proves the mailbox when they first sign in."""

    page_title = _("Add a member")
    success_message = _("“%(object)s” is a member now.")


class AccountViewSet(users.UserViewSet):
    """The accounts in the settings menu."""

    menu_label = _("Members")
    copy_view_enabled = False
    ordering = "name"
    filterset_class = AccountFilterSet
    index_view_class = AccountIndexView
    index_results_template_name = AccountIndexView.results_template_name
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    history_view_class = AccountHistoryView

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        """Choose the form for a new or an existing account."""
        return AccountEditForm if for_update else AccountCreationForm

    def get_search_area(self) -> Any:
        """Call them members beside the search, too."""
        return self.search_area_class(
            _("Members"), reverse(self.get_url_name("index")), name="users", icon_name="user", order=600
        )
