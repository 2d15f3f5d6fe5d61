"""No account is deleted in the editing room: what the member wrote would lose its author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from .models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


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


def _remedy() -> str:
    return _("Accounts are not deleted, since what they wrote would lose its author. Switch the account off instead.")
