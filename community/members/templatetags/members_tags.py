"""How a member is shown beside what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from community.members.models import Profile
from community.members.pictures import address, public_address
from community.members.visibility import CONTACT_SOURCES

if TYPE_CHECKING:
    from community.members.models import User

register = template.Library()


@register.inclusion_tag("members/includes/person.html")
def person(user: User, size: str = "") -> dict[str, Any]:
    """Show avatar and name, linked when the member chose to be found; a picture only if it is open to everyone.

    Lists fetch people with `select_related("author__profile__handle")`, so that this asks nothing more.
    """
    profile = getattr(user, "profile", None)
    is_public = profile is not None and profile.is_listed and user.is_active
    return {
        "person": user,
        "size": size,
        "url": profile.get_absolute_url() if is_public and profile else "",
        "picture": public_address(profile) if is_public and profile else "",
    }


@register.simple_tag
def own_picture(user: User) -> str:
    """Give the address of somebody's picture, for a page that only they are shown; reads the handle with it."""
    profile = Profile.objects.select_related("handle").filter(user=user).first()
    if profile is None:
        return ""
    profile.user = user  # who is then asked for their page has the profile at hand
    return address(profile)


@register.simple_tag
def contacts_exist() -> bool:
    """Tell whether there is a way yet in which members come into contact."""
    return bool(CONTACT_SOURCES)
