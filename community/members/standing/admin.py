"""The page of the editing room on which something is done about an account, and the same for many at once."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from guard.idempotency import once
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry
from wagtail.users.views.bulk_actions import SetActiveStateBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from ..accounts.listing import standing_of
from ..accounts.permissions import may_see_addresses
from ..models import User
from ..permissions import Refused
from ..trust import services as trust
from ..trust.levels import LEVELS
from . import passwords, services
from .forms import LEVELLING, RESTRICTING, SET_LEVEL, SUSPEND, UNTIL, ReasonForm, StandingForm, SuspensionForm, moment
from .going_on import going_on
from .permissions import may_manage, may_restrict

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LATEST = 20  # acts that the page shows
KEY = re.compile(r"\d{1,18}", re.ASCII)


class StandingView(WagtailAdminTemplateMixin, FormView[StandingForm]):
    """What may be done about one account, and what was done before."""

    template_name = "members/admin/standing.html"
    form_class = StandingForm
    header_icon = "user"
    page_title = gettext_lazy("Standing")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who may do something about the account."""
        if not may_restrict(self.by, self.member):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def by(self) -> User:
        """Who acts."""
        return cast("User", self.request.user)

    @cached_property
    def member(self) -> User:
        """Whose account it is."""
        accounts = User.objects.filter(erased_at=None).select_related("profile__handle")
        return get_object_or_404(accounts, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the member."""
        return str(self.member)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse("wagtailusers_users:index"), "label": _("Members")}
        return [*super().get_breadcrumbs_items(), index, {"url": "", "label": str(self.member)}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whom it is about."""
        return super().get_form_kwargs() | {"by": self.by, "member": self.member}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account, and the latest acts about it; to moderators those that are theirs, with their reasons."""
        acts = ModelLogEntry.objects.for_instance(self.member).filter(action__startswith="members.")
        if not may_manage(self.by, self.member):
            acts = acts.filter(action__in=[f"members.{act}" for act in (*RESTRICTING, trust.ACT)])
        latest = acts.select_related("user").order_by("-timestamp", "-pk")[:LATEST]
        context = super().get_context_data(**kwargs)
        return context | {
            "media": context["form"].media,  # the chooser of the day; Wagtail's own views add it, this one is Django's
            "member": self.member,
            "standing": standing_of(self.member),
            "going_on": going_on(self.member),
            "level": LEVELS[self.member.trust_level],
            "sees_addresses": may_see_addresses(self.by),
            "acts": latest,
            "submit_button_label": _("Do it"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it once, however often the button was pressed."""
        try:
            with once(self.request, scope="standing") as first:
                if first.answer is None:
                    self._act(form.cleaned_data)
                    first.answer = True
        except (Refused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("Done; it stands in the history."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Stay here, unless that was all one might do."""
        return reverse("member_standing", args=[self.member.pk])

    def _act(self, data: dict[str, Any]) -> None:
        act, told = data["act"], {"by": self.by, "member": self.member, "reason": data["reason"]}
        if act == "mail_link":
            passwords.mail_link(self.request, **told)
            return
        if act == SET_LEVEL:
            told["level"] = data["level"]
        if act in UNTIL:
            told |= {"until": moment(data["until"], self.member), "may_shorten": True}  # the page says what goes on
        getattr(trust if act in LEVELLING else services, act)(**told)


class TickedOnly:
    """Act on accounts that were ticked, never on "all in the listing": Wagtail's filters and search are not our list's.

    It would take in members whom nobody saw, and tell by an address, asked for letter by letter, whose it is. What a
    service refuses is said on the page, and then nothing is done to any of them.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the list, with a word about why."""
        if not all(KEY.fullmatch(each) for each in request.GET.getlist("id")):
            messages.error(request, _("Please tick the members themselves: for all of a list this is not possible."))
            return redirect("wagtailusers_users:index")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Act, or say why not."""
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except (Refused, ValidationError) as error:
            why = error.messages if isinstance(error, ValidationError) else [str(error)]
            messages.error(self.request, " ".join(why))  # type: ignore[attr-defined]
            answer = self.form_invalid(form)  # type: ignore[attr-defined]
        return answer


class SuspendBulkAction(TickedOnly, UserBulkAction):
    """Suspend several members at once, for one reason."""

    display_name = gettext_lazy("Suspend")
    action_type = SUSPEND
    aria_label = gettext_lazy("Suspend the selected members")
    template_name = "members/admin/bulk_suspend.html"
    action_priority = 40
    classes: ClassVar[set[str]] = {"serious"}
    form_class = SuspensionForm
    any_permission_required: ClassVar[list[str]] = ["change", "view"]

    def check_perm(self, obj: User) -> bool:
        """Ask for each member."""
        return obj.erased_at is None and bool(may_restrict(self.request.user, obj))

    @cached_property
    def ticked(self) -> tuple[list[User], dict[str, list[User]]]:
        """Who may be suspended, and who not: asked of each once, for the form and for the act."""
        sorted_out: tuple[list[User], dict[str, list[User]]] = super().get_actionable_objects()
        return sorted_out

    def get_actionable_objects(self) -> tuple[list[User], dict[str, list[User]]]:
        """Say whom it is about."""
        return self.ticked

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whom it is about: a day doesn't begin for all of them at once."""
        return super().get_form_kwargs() | {"members": self.ticked[0]}

    def get_execution_context(self) -> dict[str, Any]:
        """Tell who acts, until when and why."""
        return {"by": self.request.user, **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(cls, objects: list[User], **told: Any) -> tuple[int, int]:
        """Suspend each; those suspended so already stay as they are."""
        by, until, reason = told["by"], told["until"], told["reason"]
        for member in sorted(objects, key=lambda member: member.pk):
            services.suspend(by=by, member=member, until=moment(until, member), reason=reason)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many."""
        text = ngettext("%(count)d member is suspended.", "%(count)d members are suspended.", num_parent_objects)
        return text % {"count": num_parent_objects}


class ActiveForm(ReasonForm, SetActiveStateBulkAction.form_class):
    """On or off, and why."""


class SwitchBulkAction(TickedOnly, SetActiveStateBulkAction):
    """Wagtail's switching on and off of several accounts, with a reason and a line in the log for each."""

    form_class = ActiveForm

    def check_perm(self, obj: User) -> bool:
        """Ask for each account."""
        return obj.erased_at is None and bool(may_manage(self.request.user, obj))

    def get_execution_context(self) -> dict[str, Any]:
        """Tell why."""
        return super().get_execution_context() | {"reason": self.cleaned_form.cleaned_data["reason"]}

    @classmethod
    def execute_action(cls, objects: list[User], mark_as_active: bool = False, **told: Any) -> tuple[int, int]:
        """Switch each through its service."""
        switch = services.switch_on if mark_as_active else services.switch_off
        for member in sorted(objects, key=lambda member: member.pk):
            switch(by=told["user"], member=member, reason=told["reason"])
        return len(objects), 0


urlpatterns = [path("users/<int:pk>/standing/", StandingView.as_view(), name="member_standing")]
