"""Changing an account in the editing room: with a reason, and in the log what was before and after."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.users.views import users

from ..assistance.ending import hold
from ..models import User
from ..roles.admin import roles_of
from ..roles.permissions import may_grant
from ..standing.permissions import is_not_above, may_manage, may_restrict
from ..standing.services import allowed
from ..standing.sessions import end_all
from .readdressing import follow_new_address

if TYPE_CHECKING:
    from wagtail.admin.forms.models import WagtailAdminModelForm

WATCHED = ("name", "email", "language", "zone", "is_active")


class AccountEditView(users.EditView):
    """One account."""

    success_message = gettext_lazy("“%(object)s” is saved.")
    error_message = gettext_lazy("Nothing was saved: please look at what is marked below.")

    def user_has_permission(self, permission: str) -> bool:
        """As the permissions say, but nobody changes the account of who stands above them."""
        allowed: bool = super().user_has_permission(permission)
        return allowed and bool(is_not_above(self.request.user, self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the roles, and who may change them the way there."""
        roles = {"roles": roles_of(self.object), "may_grant": may_grant(self.request.user)}
        context: dict[str, Any] = super().get_context_data(**roles, **kwargs)
        return context

    def save_instance(self) -> User:
        """Save, write in the log what is different now and why, and end the sessions of who was switched off."""
        form: WagtailAdminModelForm = self.form
        if "email" in form.changed_data:
            hold(form.instance)
        if "is_active" in form.changed_data:
            allowed(self.request.user, form.instance, may_manage)
        was = User.objects.select_for_update().get(pk=form.instance.pk)
        self.action_class(form.instance, user=self.request.user, form=form, log_action=None).execute(
            skip_permission_checks=True
        )
        user: User = form.instance
        if was.is_active and not user.is_active:
            end_all(user)
        write_down(user, by=self.request.user, was=was, reason=form.cleaned_data["reason"])
        if was.email != user.email:
            follow_new_address(user, was=was, by=self.request.user, reason=form.cleaned_data["reason"])
        return user

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Lead to what may be done about the account."""
        buttons: list[Button] = [*super().header_more_buttons]
        if may_restrict(self.request.user, self.object):
            url = reverse("member_standing", args=[self.object.pk])
            buttons.append(Button(_("Suspend, silence, sign out"), url=url, icon_name="lock", priority=20))
        return buttons


def write_down(user: User, *, by: User, was: User, reason: str) -> None:
    """Write in the log which fields of an account were changed; of a password only that it was."""
    before = {name: getattr(was, name) for name in WATCHED if getattr(was, name) != getattr(user, name)}
    after = {name: getattr(user, name) for name in before}
    if was.password != user.password:
        before["password"], after["password"] = None, _("changed")
    if after:
        log(user, "members.edit", user=by, title=user.name, data={"reason": reason, "before": before, "after": after})
