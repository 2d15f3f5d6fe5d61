"""Moderation in the editing room, and what is written in the log about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from community.members.accounts.history import name_act
from community.writing.models import OpenSite

from . import log_lines as lines
from .admin import BlockedTermViewSet, OpenSiteViewSet, ReplyTemplateViewSet, ReviewViewSet
from .models import BlockedTerm, ReplyTemplate, Review
from .permissions import KeptByModerators, ReviewPolicy

if TYPE_CHECKING:
    from wagtail.admin.viewsets.model import ModelViewSet
    from wagtail.log_actions import LogActionRegistry

register_permission_policy(BlockedTerm, KeptByModerators(BlockedTerm))
register_permission_policy(OpenSite, KeptByModerators(OpenSite))
register_permission_policy(ReplyTemplate, KeptByModerators(ReplyTemplate))
register_permission_policy(Review, ReviewPolicy(Review))


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    name_act(
        actions, "moderation.continue", _("Continue in the forum"), _("Continued in the forum"), lines.continuing_told
    )
    name_act(actions, "moderation.decide", _("Decide a case"), _("Case decided"), lines.decision_told)
    name_act(actions, "moderation.settle", _("Settle a case"), _("Case settled on its own page"), lines.decision_told)
    name_act(actions, "moderation.retract", _("Take a report back"), _("Report taken back"))
    name_act(actions, "moderation.claim", _("Take a case"), _("Case taken"))
    name_act(actions, "moderation.release", _("Leave a case"), _("Case left to others"))
    name_act(actions, "moderation.note", _("Write a note"), _("Note written"))
    name_act(actions, "moderation.forget_note", _("Delete a note"), _("Note deleted"))
    name_act(actions, "moderation.auto_hide", _("Hide by reports"), _("Hidden by reports"), lines.state_told)
    name_act(actions, "moderation.appeal", _("Appeal"), _("Appealed against"), lines.appeal_told)
    name_act(actions, "moderation.mend", _("Change a hidden text"), _("Changed by its author while hidden"))
    name_act(actions, "moderation.warn", _("Warn"), _("Warned"))
    name_act(
        actions, "moderation.withdraw_warning", _("Take a warning back"), _("Warning taken back"), lines.warning_told
    )
    name_act(
        actions, "moderation.remove_spammer", _("Remove an account"), _("Removed with all it wrote"), lines.removal_told
    )
    name_act(actions, "moderation.undo_removal", _("Undo a removal"), _("Removal undone"), lines.undoing_told)


@hooks.register("register_admin_viewset")
def show_moderation() -> list[ModelViewSet]:
    """Put the lists into the menu."""
    return [ReviewViewSet(), BlockedTermViewSet(), OpenSiteViewSet(), ReplyTemplateViewSet()]
