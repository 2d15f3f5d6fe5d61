"""What a page tells of an organisation: its people as the viewer may see them, and the pages about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import get_language

from community.members.shown import Shown
from community.members.visibility import open_to, parts_seen
from home.models import StoryPage
from home.permissions import pages_visible_to
from home.services import events
from home.services.stories import for_cards

from .models import Membership, Organisation

if TYPE_CHECKING:
    from community.members.permissions import Viewer
    from home.models import Occurrence

MOST_PEOPLE = 60
MOST_PAGES = 6


@dataclass(frozen=True)
class Person:
    """One of the people, as the viewer sees them, and their role here."""

    shown: Shown
    membership: Membership


@dataclass(frozen=True)
class People:
    """Those whom the viewer sees, owners first, and how many there are besides."""

    seen: list[Person]
    others: int


def people_of(organisation: Organisation, viewer: Viewer) -> People:
    """Show the viewer, and who chose to be found and lets them know their organisations; of others a number."""
    memberships = Membership.objects.filter(organisation=organisation)
    listed = Q(user__is_active=True, user__profile__is_listed=True)
    oneself = Q(user=viewer.user_id, user__profile__isnull=False)
    visible = memberships.filter((listed & open_to(viewer, "organisations", "user__profile__")) | oneself)
    rows = list(
        visible.select_related("user__profile__handle", "user__profile__region")
        .prefetch_related("user__profile__taken_roles")
        .order_by("joined_at", "pk")[:MOST_PEOPLE]
    )
    rows.sort(key=lambda each: list(Membership.Role).index(Membership.Role(each.role)))
    seen = []
    for membership in rows:
        profile = membership.user.profile
        profile.user = membership.user
        seen.append(Person(Shown(profile, parts_seen(viewer, profile)), membership))
    return People(seen, others=memberships.count() - len(seen))


def stories_about(organisation: Organisation, viewer: Viewer) -> list[StoryPage]:
    """Find the stories that editors named, in the reader's language, newest first."""
    keys = list(organisation.told_of.values_list("translation_key", flat=True))
    if not keys:
        return []
    found = pages_visible_to(viewer, StoryPage).filter(translation_key__in=keys, locale__language_code=get_language())
    return for_cards(found.order_by("-date", "-pk")[:MOST_PAGES])


def events_about(organisation: Organisation, viewer: Viewer) -> list[Occurrence]:
    """Find the dates of the events that editors named, the latest first."""
    keys = list(organisation.told_of.values_list("translation_key", flat=True))
    if not keys:
        return []
    found = events.visible_occurrences(viewer).listed().filter(event__in=keys).order_by("-start", "-pk")
    return events.with_pages(found[:MOST_PAGES], viewer)
