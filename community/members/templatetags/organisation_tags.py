"""How an organisation is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from community.members.pictures import LARGE, logo_address
from community.members.shown import Link

if TYPE_CHECKING:
    from community.members.organisations.models import Organisation

register = template.Library()


@register.filter
def logo(organisation: Organisation) -> str:
    """Give the address of the small logo, empty where initials stand."""
    return logo_address(organisation.logo)


@register.filter
def large_logo(organisation: Organisation) -> str:
    """Give the address of the large logo."""
    return logo_address(organisation.logo, LARGE)


@register.filter
def link_text(url: str) -> str:
    """Show host and path of an address."""
    return str(Link(url))


@register.inclusion_tag("organisations/includes/speaker.html")
def spoken_for(organisation: Organisation | None) -> dict[str, Organisation | None]:
    """Name the organisation in whose name something was written, before who wrote it; nothing where there is none.

    One that staff took from view isn't named, as in lists and in the search: what stands under its name misleads.
    """
    return {"organisation": None if organisation and organisation.suspended_at else organisation}
