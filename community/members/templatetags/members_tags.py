"""How a member is shown beside what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.members.accounts.history import actor_of
from community.members.assistance.acting import FIELD, acting
from community.members.header import profile_in_header
from community.members.pictures import address, public_address
from community.members.rights import agreeing
from community.members.visibility import CONTACT_SOURCES
from home.templatetags.time_tags import in_full

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django.template.context import RequestContext
    from django.utils.safestring import SafeString

    from community.members.assistance.models import Assistance
    from community.members.models import User
    from community.members.permissions import Viewer

register = template.Library()

# What a browser says of itself names several others; the first that is found is meant.
BROWSERS = [
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"), ("Safari", "Safari")),
]
SYSTEMS = [
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
]


register.filter("actor", actor_of)


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
def own_picture(viewer: Viewer) -> str:
    """Give the address of a member's picture, for a page that only they are shown; reads the handle with it."""
    profile = profile_in_header(viewer)
    if profile is None:
        return ""
    profile.user = cast("User", viewer.user)  # who is then asked for their page has the profile at hand
    return address(profile)


@register.simple_tag
def contacts_exist() -> bool:
    """Tell whether there is a way yet in which members come into contact."""
    return bool(CONTACT_SOURCES)


@register.simple_tag(takes_context=True)
def acting_for(context: RequestContext) -> Assistance | None:
    """Give the person for whom the member writes at the moment; None for oneself, and for visitors."""
    request = context.get("request")
    return acting(request) if request else None


@register.simple_tag(takes_context=True)
def acting_field(context: RequestContext) -> SafeString | str:
    """Render the hidden field that says for whom a form was opened; nothing for oneself."""
    assistance = acting_for(context)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, assistance.pk) if assistance else ""


@register.filter
def device(user_agent: str) -> str:
    """Name a browser and its system as people do: `Firefox · Android`."""
    named = [next((name for sign, name in table if sign in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, named)) or _("an unknown device")


@register.filter
def moment(instant: datetime) -> str:
    """Write an instant whole, in the member's zone: `28 November 2026, 19.58 WIT`."""
    return in_full(instant)


@register.simple_tag
def is_asked_to_agree(request: HttpRequest) -> str:
    """Tell whether a signed-in member is to be asked to agree: to `newer` terms, for the `first` time; empty if not."""
    return agreeing.asked_of(request)
