"""Accounts in the editing room: none is deleted, since its texts would lose their author; others hear of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction

from home.choosers import KeyChooser
from home.wagtail_hooks import FindOnlyMixin, NameFilterForm

from . import chooser, services
from .accounts.duties import DutiesPanel
from .accounts.history import name_act, until_told
from .assistance.admin import AssistanceViewSet
from .audit import recording
from .models import User
from .organisations.admin import LOGGED, OrganisationViewSet
from .rights.admin import RightsViewSetGroup
from .roles.admin import RolesViewSetGroup
from .standing import admin as standing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from wagtail.log_actions import LogActionRegistry


class MemberChooserViewSet(FindOnlyMixin, ChooserViewSet):
    """Chooses a member, as the author of a story."""

    model = User
    icon = "user"
    choose_one_text = gettext_lazy("Choose a member")
    choose_another_text = gettext_lazy("Choose another member")
    base_widget_class = KeyChooser
    choose_view_class = chooser.MemberChooseView
    choose_results_view_class = chooser.MemberChooseResultsView
    chosen_view_class = chooser.MemberChosenView
    chosen_multiple_view_class = chooser.MemberChosenMultipleView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let it be searched."""
        return super().get_common_view_kwargs(filter_form_class=NameFilterForm, **kwargs)


@hooks.register("construct_homepage_panels")
def show_duties(request: HttpRequest, panels: list[Any]) -> None:
    """Show on the first page what waits for whoever came."""
    panels.append(DutiesPanel())


@hooks.register("register_admin_viewset")
def register_member_chooser() -> MemberChooserViewSet:
    """Offer the chooser of members."""
    return MemberChooserViewSet("member_chooser")


@hooks.register("before_delete_user")
def refuse_to_delete(request: HttpRequest, user: User) -> HttpResponse:
    """Lead back to the account, where it can be switched off."""
    messages.error(
        request,
        _("Accounts are not deleted, since what they wrote would lose its author. Switch the account off instead."),
    )
    return redirect("wagtailusers_users:edit", user.pk)


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


@hooks.register("register_admin_viewset")
def show_roles() -> RolesViewSetGroup:
    """Show administrators who was trusted with what, and who vouched for whom."""
    return RolesViewSetGroup()


@hooks.register("register_log_actions")
def name_roles(actions: LogActionRegistry) -> None:
    """Name what is written in the log about roles."""
    for name, act, done in (
        ("grant_role", gettext_lazy("Grant a role"), gettext_lazy("Role granted")),
        ("revoke_role", gettext_lazy("Revoke a role"), gettext_lazy("Role revoked")),
        ("vouch", gettext_lazy("Vouch for a new mentor"), gettext_lazy("Vouched for")),
        ("take_vouch_back", gettext_lazy("Take a vouch back"), gettext_lazy("Vouch taken back")),
    ):
        name_act(actions, f"members.{name}", act, done)


@hooks.register("register_log_actions")
def name_profiles(actions: LogActionRegistry) -> None:
    """Name what is written in the log about profiles that moderators look at."""
    hide, show = gettext_lazy("Take the profile out of view"), gettext_lazy("Let the profile be shown again")
    name_act(actions, "members.hide_profile", hide, gettext_lazy("Profile taken out of view"))
    name_act(actions, "members.show_profile", show, gettext_lazy("Profile may be shown again"))


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
def show_assistance() -> AssistanceViewSet:
    """Show administrators who is accompanied by whom, and on what agreement."""
    return AssistanceViewSet()


@hooks.register("register_log_actions")
def name_assistance(actions: LogActionRegistry) -> None:
    """Name what is written in the log about people without an address."""
    for name, act, done in (
        ("assist", gettext_lazy("Register a person"), gettext_lazy("Person registered by a mentor")),
        ("edit_for", gettext_lazy("Edit a profile for its person"), gettext_lazy("Profile edited for its person")),
        ("correct_for", gettext_lazy("Correct a text for its author"), gettext_lazy("Text corrected for its author")),
        ("issue_code", gettext_lazy("Make a claim code"), gettext_lazy("Claim code made")),
        ("claim", gettext_lazy("Take an account over"), gettext_lazy("Account taken over by its person")),
        ("hand_over", gettext_lazy("Find another mentor"), gettext_lazy("Another mentor goes on")),
        ("end_assistance", gettext_lazy("Accompany no longer"), gettext_lazy("Accompanying ended")),
        ("ask_erasure_for", gettext_lazy("Ask for deletion for a person"), gettext_lazy("Deletion asked for a person")),
    ):
        name_act(actions, f"members.{name}", act, done)


@hooks.register("register_admin_urls")
def lead_to_standing() -> list[URLPattern]:
    """Add the page on which something is done about an account."""
    return standing.urlpatterns


# No account is deleted, and groups follow from roles, so Wagtail's ways to do so for several are offered for none.
for refused in (DeleteBulkAction, AssignRoleBulkAction):
    refused.models = []
# After Wagtail's own, whose switching on and off it takes the place of.
for action in (standing.SuspendBulkAction, standing.SwitchBulkAction):
    hooks.register("register_bulk_action", action, order=10)


@hooks.register("register_log_actions")
def name_standing(actions: LogActionRegistry) -> None:
    """Name what is written in the log about accounts."""
    for name, act, done in (
        ("suspend", gettext_lazy("Suspend"), gettext_lazy("Suspended")),
        ("silence", gettext_lazy("Silence"), gettext_lazy("Silenced")),
    ):
        name_act(actions, f"members.{name}", act, done, until_told)
    for name, act, done in (
        ("lift_suspension", gettext_lazy("Lift the suspension"), gettext_lazy("Suspension lifted")),
        ("lift_silence", gettext_lazy("Lift the silence"), gettext_lazy("Silence lifted")),
        ("trust_level", gettext_lazy("Change the trust level"), gettext_lazy("Trust level changed")),
        ("switch_off", gettext_lazy("Switch the account off"), gettext_lazy("Account switched off")),
        ("switch_on", gettext_lazy("Switch the account on"), gettext_lazy("Account switched on")),
        ("sign_out", gettext_lazy("Sign out everywhere"), gettext_lazy("Signed out everywhere")),
        (
            "mail_password_link",
            gettext_lazy("Send the mail for a new password"),
            gettext_lazy("Mail for a new password sent"),
        ),
        ("edit", gettext_lazy("Change an account"), gettext_lazy("Account changed")),
        (
            "replace_address",
            gettext_lazy("Replace the address"),
            gettext_lazy("Signed out everywhere, other sign-ins removed: another address"),
        ),
        (
            "export_accounts",
            gettext_lazy("Take the list of members along"),
            gettext_lazy("List of members taken along"),
        ),
    ):
        name_act(actions, f"members.{name}", act, done)


@hooks.register("register_log_actions")
def name_changes_of_rules(actions: LogActionRegistry) -> None:
    """Name what is written in the log about thresholds and lists, which apps above have recorded."""
    for name, act, done in (
        (recording.ADD, gettext_lazy("Add to rules or lists"), gettext_lazy("Added")),
        (recording.CHANGE, gettext_lazy("Change rules or lists"), gettext_lazy("Changed")),
        (recording.DELETE, gettext_lazy("Delete from rules or lists"), gettext_lazy("Deleted")),
    ):
        name_act(actions, name, act, done, recording.rule_told)


@hooks.register("register_admin_viewset")
def show_organisations() -> OrganisationViewSet:
    """Put the organisations into the menu."""
    return OrganisationViewSet()


@hooks.register("register_log_actions")
def name_acts_on_organisations(actions: LogActionRegistry) -> None:
    """Name what is written in the log about organisations."""
    for name, act, done in LOGGED:
        name_act(actions, f"members.{name}", act, done)
