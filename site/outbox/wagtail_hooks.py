"""Mail and jobs in the editing room: read by administrators, never edited; what failed can be tried again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from .models import Job, MailMessage, Work
from .services import retry


class ReadOnly(BasePermissionPolicy):
    """Administrators may look; nobody adds, changes or deletes by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Allow looking."""
        return action == "view" and user.is_active and bool(getattr(user, "is_superuser", False))

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        """List the administrators, if looking is among the actions."""
        from django.contrib.auth import get_user_model

        users = get_user_model()._default_manager.filter(is_active=True, is_superuser=True)
        return users if "view" in actions else users.none()


class WorkViewSet(ModelViewSet):
    """One table of waiting, done and failed work."""

    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    pk_path_converter = "int"
    list_filter = ("state",)
    ordering = ("-created_at",)
    index_template_name = "outbox/admin/index.html"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address to which the button posts."""
        return [*super().get_urlpatterns(), path("retry/", self.retry_view, name="retry")]

    @property
    def retry_view(self) -> Any:
        """Try again all that failed."""

        @require_POST
        def view(request: HttpRequest) -> HttpResponse:
            if not self.permission_policy.user_has_permission(request.user, "view"):
                raise PermissionDenied
            model: type[Work] = self.model
            count = retry(model._default_manager.all())
            message = ngettext("%(count)s will be tried again.", "%(count)s will be tried again.", count)
            messages.success(request, message % {"count": count})
            return redirect(self.get_url_name("index"))

        return view


class MailViewSet(WorkViewSet):
    """The mails; their words are not shown, since they are somebody's."""

    model = MailMessage
    form_fields = ("subject",)
    name = "outbox_mail"
    url_prefix = "outbox/mail"
    icon = "mail"
    menu_label = _("Mail")
    list_display = ("subject", "to", "state", "attempts", "created_at", "done_at")
    inspect_view_fields = ("subject", "to", "state", "attempts", "due_at", "last_error", "created_at", "done_at")


class JobViewSet(WorkViewSet):
    """The jobs."""

    model = Job
    form_fields = ("name",)
    name = "outbox_jobs"
    url_prefix = "outbox/jobs"
    icon = "cogs"
    menu_label = _("Jobs")
    list_display = ("name", "state", "attempts", "created_at", "done_at")
    inspect_view_fields = ("name", "args", "state", "attempts", "due_at", "last_error", "created_at", "done_at")


class OutboxViewSetGroup(ModelViewSetGroup):
    """Their entry in the menu."""

    items = (MailViewSet, JobViewSet)
    menu_label = _("Outbox")
    menu_icon = "mail"
    menu_order = 900


for watched in (MailMessage, Job):
    register_permission_policy(watched, ReadOnly(watched))


@hooks.register("register_admin_viewset")
def register_outbox() -> OutboxViewSetGroup:
    """Show the outbox."""
    return OutboxViewSetGroup()
