"""Moderation in the editing room, and what is written in the log about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from community.members.accounts.history import name_act

from .admin import BlockedTermViewSet
from .models import BlockedTerm
from .permissions import TermPolicy

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

register_permission_policy(BlockedTerm, TermPolicy(BlockedTerm))


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    name_act(actions, "moderation.continue", _("Continue in the forum"), _("Continued in the forum"))


@hooks.register("register_admin_viewset")
def show_terms() -> BlockedTermViewSet:
    """Put the list into the menu."""
    return BlockedTermViewSet()
