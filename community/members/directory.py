"""The list of members who chose to be found: narrowed by what the viewer may see, and paged without counting.

A page begins after, or ends before, a member's name and key, so that the last page of a hundred thousand costs what the
first does: the index by name is read from that place on, forwards or backwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Collate, Concat, Upper

from home.models import Region, Sector

from .models import Profile
from .parts import Skill, TakenRole
from .permissions import Viewer
from .roles import holders
from .roles.models import Role
from .shown import Shown
from .visibility import CONTACT_SOURCES, contacts_of, open_to, parts_seen

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE_SIZE = 24
FEW = 2_000  # one in fifty of a hundred thousand: of so many, a page is full after some twelve hundred names
LAST_SIGN = "\U0010ffff"
SALT = "members.directory"
SKILLS, SKILLS_KEY, SKILLS_SECONDS = 60, "members.skills", 600
Place = tuple[str, int]
"""The name and the key of a member."""


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by; nothing narrows it by nothing."""

    name: str = ""
    region: Region | None = None
    role: str = ""
    sector: Sector | None = None
    skill: Skill | None = None


@dataclass
class DirectoryPage:
    """The members of a page as the viewer sees them, and where the pages before and after it are."""

    members: list[Shown] = field(default_factory=list)
    before: str = ""
    after: str = ""


def page_of(viewer: Viewer, filters: Filters, *, after: str = "", before: str = "") -> DirectoryPage:
    """Give the page after or before a place, the first without one, the last before a place that is none."""
    backwards = bool(before)
    place = _read(before or after)
    found = listed(viewer, filters)
    if place:
        found = found.filter(_beyond(place, backwards=backwards))
    order = ("-name_key", "-user_id") if backwards else ("name_key", "user_id")
    rows = list(_whole(found, viewer).order_by(*order)[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    is_after_others = more if backwards else bool(place)
    is_before_others = bool(place) if backwards else more
    return DirectoryPage(
        [Shown(profile, parts_seen(viewer, profile)) for profile in rows],
        before=_write(rows[0]) if rows and is_after_others else "",
        after=_write(rows[-1]) if rows and is_before_others else "",
    )


def listed(viewer: Viewer, filters: Filters) -> QuerySet[Profile]:
    """Select who chose to be found and fits, by nothing but the parts that the viewer sees of each."""
    found = Profile.objects.filter(is_listed=True, user__is_active=True).annotate(name_key=name_key("user__name"))
    if filters.name:
        beginning = Upper(Value(filters.name))
        found = found.filter(name_key__gte=beginning, name_key__lt=Concat(beginning, Value(LAST_SIGN)))
    if filters.region:
        found = found.filter(_in_region(viewer, filters.region))
    if filters.role == Role.Kind.MENTOR:  # it was granted, so that everyone may know
        found = found.filter(user__in=holders.mentors().values("user"))
    elif filters.role:
        roles = TakenRole.objects.filter(profile=OuterRef("pk"), role=filters.role)
        found = found.filter(open_to(viewer, "roles"), Exists(roles))
    if filters.sector:
        sectors = Profile.sectors.through.objects.filter(profile=OuterRef("pk"), sector=filters.sector)
        found = found.filter(open_to(viewer, "sectors"), Exists(sectors))
    if filters.skill:
        skills = Profile.skills.through.objects.filter(profile=OuterRef("pk"), skill=filters.skill)
        found = found.filter(open_to(viewer, "skills"), Exists(skills))
    return found


def shown_skills(viewer: Viewer) -> QuerySet[Skill]:
    """Select the words that at least one member who can be found shows the viewer, those in use the longest first."""
    uses = Profile.skills.through.objects.filter(
        open_to(viewer, "skills", "profile__"),
        skill=OuterRef("pk"),
        profile__is_listed=True,
        profile__user__is_active=True,
    )
    return Skill.objects.filter(Exists(uses)).order_by("pk")


def common_skills() -> list[str]:
    """Name some skills that visitors can look for, remembered for ten minutes."""
    names: list[str] | None = cache.get(SKILLS_KEY)
    if names is None:
        names = [skill.name for skill in shown_skills(Viewer(AnonymousUser()))[:SKILLS]]
        cache.set(SKILLS_KEY, names, SKILLS_SECONDS)
    return names


def _in_region(viewer: Viewer, region: Region) -> Q:
    """Select by home region or a further one, each in the region or below it.

    Where many are in a region some of them soon turn up in the order of names, so that each member is asked in turn.
    For a village that would ask all: there the few keys are collected by the indexes of both.
    """
    within = Region.objects.within(region.code)
    home = Profile.objects.filter(region__in=within)
    further = Profile.further_regions.through.objects.filter(region__in=within)
    if _are_many(home) or _are_many(further):
        is_further = Q(Exists(further.filter(profile=OuterRef("pk"))))
        return (Q(region__in=within) & open_to(viewer, "region")) | (open_to(viewer, "further_regions") & is_further)
    home_keys = home.filter(open_to(viewer, "region")).values("pk")
    further_keys = further.filter(open_to(viewer, "further_regions", "profile__")).values("profile_id")
    return Q(pk__in=home_keys.union(further_keys))


def _are_many(rows: QuerySet[Any]) -> bool:
    return len(rows.values_list("pk", flat=True)[: FEW + 1]) > FEW


def name_key(path: str) -> Collate:
    """Give what names are ordered and looked for by: large letters, sign by sign, as the index on PostgreSQL has it."""
    return Collate(Upper(path), "C" if connection.vendor == "postgresql" else "BINARY")


def _whole(found: QuerySet[Profile], viewer: Viewer) -> QuerySet[Profile]:
    """Read with each profile all that a card shows, and whether the viewer is a contact."""
    if viewer.user_id and CONTACT_SOURCES:
        contacts = Profile.objects.filter(contacts_of(viewer), pk=OuterRef("pk"))
        found = found.annotate(is_contact=Exists(contacts))
    whole = found.select_related("user", "handle", "region").prefetch_related("taken_roles")
    return whole.annotate(is_mentor=holders.held_by("user"))


def _beyond(place: Place, *, backwards: bool) -> Q:
    """Select what comes after a place in the order, written so that the index by name is entered at the place."""
    name, key = Upper(Value(place[0])), place[1]
    if backwards:
        return Q(name_key__lte=name) & (Q(name_key__lt=name) | Q(user_id__lt=key))
    return Q(name_key__gte=name) & (Q(name_key__gt=name) | Q(user_id__gt=key))


def _write(profile: Profile) -> str:
    return signing.dumps([profile.user.name, profile.user_id], salt=SALT)


def _read(text: str) -> Place | None:
    try:
        name, key = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(name), int(key)
