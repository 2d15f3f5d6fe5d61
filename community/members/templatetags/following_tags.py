"""Following and blocking on the pages of others: the state of the viewer, and where the forms are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import template
from django.conf import settings
from django.urls import reverse

from community.members.blocking.services import token_of
from community.members.following import levels
from community.members.following.levels import NAMES
from community.members.following.services import follows

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from community.members.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def follow_state(context: RequestContext, kind: str, thing: Any) -> str:
    """Tell whether the viewer follows a thing: `yes`, `no`, or nothing for a visitor, of whom no session is asked.

    Fragments that are kept for all name it in their key, so that each is shown to those whose state it is.
    """
    viewer = _signed_in(context)
    return "" if viewer is None else "yes" if follows(viewer, kind, thing.pk) else "no"


@register.simple_tag(takes_context=True)
def level_in_force(context: RequestContext, kind: str, thing: Any) -> int | None:
    """Give the viewer's level of a category, a tag or a region; None for a visitor, of whom no session is asked.

    Fragments that are kept for all name it in their key.
    """
    return None if _signed_in(context) is None else levels.level_in_force(context["request"].viewer, kind, thing)


@register.filter
def level_name(level: int) -> str:
    """Name a level as its button does."""
    return str(NAMES[level])


@register.simple_tag(takes_context=True)
def block_address(context: RequestContext, member: User | None, only_without_page: bool = False) -> str:
    """Give the address of the form that blocks a member; nothing for visitors, oneself, and who is gone.

    With `only_without_page` also nothing for those who can be blocked from their page.
    """
    viewer = _signed_in(context)
    if viewer is None or member is None or member.pk == viewer.pk or member.erased_at:
        return ""
    if only_without_page and member.is_active and getattr(getattr(member, "profile", None), "is_listed", False):
        return ""
    return reverse("members:block", args=[token_of(member)])


def _signed_in(context: RequestContext) -> User | None:
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return cast("User", request.user) if request.user.is_authenticated else None
