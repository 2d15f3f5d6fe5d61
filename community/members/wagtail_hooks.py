"""Accounts in the editing room: none is deleted, since its texts would lose their author; others hear of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from . import services
from .models import User
from .organisations.admin import LOGGED, OrganisationViewSet
from .rights.admin import RightsViewSetGroup

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.log_actions import LogActionRegistry


@hooks.register("before_delete_user")
def refuse_to_delete(request: HttpRequest, user: User) -> HttpResponse:
    """Lead back to the account, where it can be switched off."""
    messages.error(request, _remedy())
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def refuse_to_delete_many(
    request: HttpRequest, action_type: str, objects: list[Any], action_class: type
) -> HttpResponse | None:
    """Refuse the same for several accounts at once."""
    if action_type != "delete" or not any(isinstance(thing, User) for thing in objects):
        return None
    messages.error(request, _remedy())
    return redirect("wagtailusers_users:index")


@hooks.register("before_edit_user")
def refuse_to_revive(request: HttpRequest, user: User) -> HttpResponse | None:
    """Leave a deleted account as it is: nobody stands behind it any more."""
    if user.erased_at is None:
        return None
    messages.error(request, _("This account was deleted for good."))
    return redirect("wagtailusers_users:index")


@hooks.register("after_edit_user")
def tell_of_change(request: HttpRequest, user: User) -> None:
    """Let the others follow: who is switched off is no longer found."""
    services.follow_account(user=user)


@hooks.register("after_bulk_action")
def tell_of_changes(request: HttpRequest, action_type: str, objects: list[Any], action_class: type) -> None:
    """Let the others follow what several accounts were given at once."""
    for thing in objects:
        if isinstance(thing, User):
            services.follow_account(user=thing)


@hooks.register("register_admin_viewset")
def show_rights() -> RightsViewSetGroup:
    """Show administrators which copies of data and which deletions were asked for."""
    return RightsViewSetGroup()


@hooks.register("register_log_actions")
def name_rights(actions: LogActionRegistry) -> None:
    """Name what is written in the log about rights over data."""
    for name, act, done in (
        ("export", gettext_lazy("Ask for a copy of data"), gettext_lazy("Copy of data asked for")),
        ("forget_export", gettext_lazy("Delete a copy of data"), gettext_lazy("Copy of data deleted")),
        ("ask_erasure", gettext_lazy("Ask for deletion"), gettext_lazy("Deletion asked for")),
        ("stop_erasure", gettext_lazy("Stop a deletion"), gettext_lazy("Deletion stopped")),
        ("erase", gettext_lazy("Delete an account"), gettext_lazy("Account deleted")),
        ("withdraw_consent", gettext_lazy("Take a consent back"), gettext_lazy("Consent taken back")),
        ("warn_inactive", gettext_lazy("Warn of deletion"), gettext_lazy("Warned of deletion")),
        ("erase_inactive", gettext_lazy("Delete an unused account"), gettext_lazy("Unused account given up")),
        ("forget_unverified", gettext_lazy("Delete an unconfirmed account"), gettext_lazy("Unconfirmed one deleted")),
    ):
        actions.register_action(f"members.{name}", act, done)


@hooks.register("register_admin_viewset")
def show_organisations() -> OrganisationViewSet:
    """Put the organisations into the menu."""
    return OrganisationViewSet()


@hooks.register("register_log_actions")
def name_acts_on_organisations(actions: LogActionRegistry) -> None:
    """Name what is written in the log about organisations."""
    for name, act, done in LOGGED:
        actions.register_action(f"members.{name}", act, done)


def _remedy() -> str:
    return _("Accounts are not deleted, since what they wrote would lose its author. Switch the account off instead.")
