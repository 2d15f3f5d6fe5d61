"""The list of organisations: narrowed, and paged by name without counting, as the list of members is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import Exists, OuterRef, Q

from home.models import Region, Sector

from .models import Organisation

if TYPE_CHECKING:
    from .models.organisations import OrganisationQuerySet

PAGE_SIZE = 24
SALT = "members.organisations.directory"
Place = tuple[str, int]
"""The name in small letters and the key of an organisation."""


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by; nothing narrows it by nothing."""

    name: str = ""
    region: Region | None = None
    kind: str = ""
    sector: Sector | None = None
    verified: bool = False


@dataclass
class DirectoryPage:
    """The organisations of a page, and where the pages before and after it are."""

    organisations: list[Organisation] = field(default_factory=list)
    before: str = ""
    after: str = ""


def page_of(filters: Filters, *, after: str = "", before: str = "") -> DirectoryPage:
    """Give the page after or before a place, the first without one, the last before a place that is none."""
    backwards = bool(before)
    place = _read(before or after)
    found = listed(filters)
    if place:
        found = found.filter(_beyond(place, backwards=backwards))
    order = ("-name_key", "-pk") if backwards else ("name_key", "pk")
    whole = found.select_related("handle", "region").prefetch_related("sectors")
    rows = list(whole.order_by(*order)[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    is_after_others = more if backwards else bool(place)
    is_before_others = bool(place) if backwards else more
    return DirectoryPage(
        rows,
        before=_write(rows[0]) if rows and is_after_others else "",
        after=_write(rows[-1]) if rows and is_before_others else "",
    )


def listed(filters: Filters) -> OrganisationQuerySet:
    """Select the public organisations that fit."""
    found = Organisation.objects.public()
    if filters.name:
        found = found.filter(name_key__contains=filters.name.lower())
    if filters.region:
        found = found.filter(region__in=Region.objects.within(filters.region.code))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.sector:
        sectors = Organisation.sectors.through.objects.filter(organisation=OuterRef("pk"), sector=filters.sector)
        found = found.filter(Exists(sectors))
    if filters.verified:
        found = found.filter(verified_at__isnull=False)
    return found


def _beyond(place: Place, *, backwards: bool) -> Q:
    """Select what comes after a place in the order, written so that the index by name is entered at the place."""
    name, key = place
    if backwards:
        return Q(name_key__lte=name) & (Q(name_key__lt=name) | Q(pk__lt=key))
    return Q(name_key__gte=name) & (Q(name_key__gt=name) | Q(pk__gt=key))


def _write(organisation: Organisation) -> str:
    return signing.dumps([organisation.name_key, organisation.pk], salt=SALT)


def _read(text: str) -> Place | None:
    try:
        name, key = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(name), int(key)
