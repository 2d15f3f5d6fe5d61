"""Accounts in the editing room: none is deleted, since its texts would lose their author; others hear of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from . import services
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


def _remedy() -> str:
    return _("Accounts are not deleted, since what they wrote would lose its author. Switch the account off instead.")
