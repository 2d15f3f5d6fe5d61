"""How a member is shown beside what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from community.members.models import User

register = template.Library()


@register.inclusion_tag("members/includes/person.html")
def person(user: User, size: str = "") -> dict[str, Any]:
    """Show avatar and name, linked when the member chose to be found.

    Lists fetch people with `select_related("author__profile__handle")`, so that this asks nothing more.
    """
    profile = getattr(user, "profile", None)
    is_public = profile is not None and profile.is_listed and user.is_active
    return {"person": user, "size": size, "url": profile.get_absolute_url() if is_public and profile else ""}
