"""What of a profile a viewer sees: the one answer that pages, directory, filters and search ask for.

    seen = parts_seen(viewer, profile)           # {"bio", "skills"}
    profiles.filter(open_to(viewer, "skills"))   # the same question of a whole list

A part is seen when its audience reaches to where the viewer stands. Moderators look after what members show to others,
so they stand with the contacts; what is for its owner alone stays so for everybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from .audiences import PARTS, Audience, audience_field

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import Profile
    from .permissions import Viewer

# Apps above add here, in `AppConfig.ready`, with whom a member is in contact: each gives the keys of users that count
# the viewer as a contact, as a queryset of one column, so that all are asked in one query.
CONTACT_SOURCES: list[Callable[[Viewer], QuerySet[Any, Any]]] = []


def parts_seen(viewer: Viewer, profile: Profile) -> frozenset[str]:
    """Say which parts of a profile the viewer sees; asks the database only where contacts decide."""
    return parts_for(standing(viewer, profile), profile)


def parts_for(place: Audience, profile: Profile) -> frozenset[str]:
    """Say which parts somebody sees who stands so near to the member."""
    return frozenset(part for part in PARTS if getattr(profile, audience_field(part)) <= place)


def standing(viewer: Viewer, profile: Profile) -> Audience:
    """Say how near a viewer stands to a member."""
    if not viewer.user_id:
        return Audience.EVERYONE
    if viewer.user_id == profile.user_id:
        return Audience.SELF
    if viewer.is_moderator or (_has_part_for_contacts(profile) and _is_contact(viewer, profile)):
        return Audience.CONTACTS
    return Audience.MEMBERS


def open_to(viewer: Viewer, part: str, prefix: str = "") -> Q:
    """Select the profiles of which the viewer sees a part, as `parts_seen` says of each; `prefix` leads to them."""
    audience, owner = f"{prefix}{audience_field(part)}", f"{prefix}user"
    if not viewer.user_id:
        return Q(**{audience: Audience.EVERYONE})
    if viewer.is_moderator:
        return Q(**{f"{audience}__lte": Audience.CONTACTS}) | Q(**{owner: viewer.user_id})
    selected = Q(**{f"{audience}__lte": Audience.MEMBERS}) | Q(**{owner: viewer.user_id})
    for source in CONTACT_SOURCES:
        selected |= Q(**{audience: Audience.CONTACTS, f"{owner}__in": source(viewer)})
    return selected


def _has_part_for_contacts(profile: Profile) -> bool:
    return any(getattr(profile, audience_field(part)) == Audience.CONTACTS for part in PARTS)


def _is_contact(viewer: Viewer, profile: Profile) -> bool:
    if "is_contact" in vars(profile):  # a list has asked for all its profiles at once
        return bool(vars(profile)["is_contact"])
    return type(profile).objects.filter(contacts_of(viewer), pk=profile.pk).exists() if CONTACT_SOURCES else False


def contacts_of(viewer: Viewer) -> Q:
    """Select the profiles of those with whom the viewer is in contact."""
    selected = Q(pk__in=[])
    for source in CONTACT_SOURCES:
        selected |= Q(user__in=source(viewer))
    return selected
