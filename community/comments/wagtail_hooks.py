"""Comments in the editing room, and what is written in the log about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from community.members.accounts.history import name_act
from community.members.permissions import Viewer

from . import rule_admin
from .admin import CommentViewSet
from .kinds import place_under
from .log_lines import rule_told
from .permissions import may_rule_kinds, place_ruled_by

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page

    from community.members.models import User


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    """Name the acts that services write in the log."""
    name_act(actions, "comments.hide", _("Hide"), _("Comment hidden"))
    name_act(actions, "comments.restore", _("Restore"), _("Comment restored"))
    name_act(actions, "comments.hold", _("Hold"), _("Comment held"))
    name_act(actions, "comments.remove", _("Delete"), _("Comment deleted"))
    name_act(actions, "comments.bring_back", _("Restore what was deleted"), _("Comment restored after it was deleted"))
    name_act(actions, "comments.delete", _("Delete"), _("Comment taken back by its author"))
    name_act(actions, "comments.forget_visitor", _("Remove for a visitor"), _("Comment of a visitor removed"))
    name_act(actions, "comments.check", _("Check for spam"), _("Comment checked for spam"))
    name_act(actions, "comments.state", _("Change the state"), _("State of the discussion changed"), rule_told)
    name_act(actions, "comments.kind_rule", _("Change the rule"), _("Rule for comments changed"), rule_told)


@hooks.register("register_admin_viewset")
def show_comments() -> CommentViewSet:
    """Put the comments into the menu."""
    return CommentViewSet()


class RulesMenuItem(MenuItem):
    """The entry of the rules for comments, shown to who may change them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the permission of the page."""
        return bool(may_rule_kinds(request.user))


@hooks.register("register_settings_menu_item")
def show_rules() -> RulesMenuItem:
    """Put the rules into the menu of settings."""
    return RulesMenuItem(_("Comments: where"), reverse("comment_rules"), name="comment-rules", icon_name="comment")


@hooks.register("register_admin_urls")
def lead_to_rules() -> list[URLPattern]:
    """Add the pages on which one chooses."""
    return rule_admin.urlpatterns


@hooks.register("register_page_header_buttons")
def lead_from_page(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a page in the editing room, be it a draft, to what is chosen for its comments."""
    place = place_under(page)
    if place and place_ruled_by(Viewer(user), place.key):
        address = reverse("comment_rule", args=[place.key])
        yield Button(_("Comments"), address, icon_name="comment", priority=60)
