"""What groups and roles open in the editing room, tried as each kind of person."""

from __future__ import annotations

from typing import Any

from guard.access import EDITORS, belongs
from outbox.models import MailMessage
from wagtail.permissions import policy_registry

from community.forums.models import Category, ForumSettings
from community.members.models import Assistance, User
from community.members.roles.acts import Person
from home.models import CustomImage, Sector
from search.models import Promotion

from .world import Attempt, World


def _may(model: Any, action: str) -> Attempt:
    """What Wagtail's policy for a model answers."""
    return lambda world, person: bool(
        policy_registry.get_by_type(model).user_has_permission(world.someone(person), action)
    )


def _page(name: str, of: str) -> Attempt:
    """What Wagtail answers about a page."""

    def ask(world: World, person: Person) -> Any:
        user = world.someone(person)
        return bool(user.pk) and getattr(getattr(world, of).permissions_for_user(user), name)()

    return ask


ATTEMPTS: dict[str, Attempt] = {
    "make_category": _may(Category, "add"),
    "change_forum_settings": _may(ForumSettings, "change"),
    "change_account": _may(User, "change"),
    "promote": _may(Promotion, "add"),
    "enter_admin": lambda w, p: belongs(w.someone(p), EDITORS),
    "write_there": _page("can_add_subpage", "kei"),
    "write_elsewhere": _page("can_add_subpage", "elsewhere"),
    "publish": _page("can_publish", "story"),
    "add_picture": _may(CustomImage, "add"),
    "change_vocabulary": _may(Sector, "change"),
    "see_log_of_mail": _may(MailMessage, "view"),
    "see_accounts": _may(User, "view"),
    "see_assistances": _may(Assistance, "view"),
}
