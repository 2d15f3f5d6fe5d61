"""Whom a category can be for, as tokens: everyone, members, a group (`group:3`), those from a region (`region:81`)."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from community.members.permissions import EVERYONE, MEMBERS, REGION
from community.members.roles.names import local_name
from home.models import Region

GROUP = "group"


def of_region(code: str) -> str:
    """Name the members of a region and of everything below it."""
    return f"{REGION}:{code}"


def region_code(audience: str) -> str:
    """Give the code of the region whose members are meant, empty where it is another audience."""
    kind, _colon, key = audience.partition(":")
    return key if kind == REGION else ""


def is_within(audience: str, wider: str) -> bool:
    """Tell whether all who belong to an audience surely belong to the other one, too."""
    if wider == EVERYONE or audience == wider:
        return True
    if audience == EVERYONE:
        return False
    code, wider_code = region_code(audience), region_code(wider)
    return wider == MEMBERS or bool(wider_code and code.startswith(f"{wider_code}."))


def name_of(audience: str) -> str:
    """Say in words who is meant."""
    return names_of([audience])[audience]


def names_of(audiences: Iterable[str]) -> dict[str, str]:
    """Say of several audiences who is meant, at the cost of one."""
    names = {audience: audience for audience in audiences} | {EVERYONE: _("Everyone"), MEMBERS: _("Members")}
    parts = {audience: audience.partition(":") for audience in names}
    groups = {key: audience for audience, (kind, _colon, key) in parts.items() if kind == GROUP and key.isdecimal()}
    names.update(dict.fromkeys(groups.values(), _("A group that was deleted: nobody")))
    for group in Group.objects.filter(pk__in=groups) if groups else ():
        names[groups[str(group.pk)]] = local_name(group.name)
    regions = {key: audience for audience, (kind, _colon, key) in parts.items() if kind == REGION}
    found = {region.code: region for region in Region.objects.filter(code__in=regions)} if regions else {}
    for key, audience in regions.items():
        names[audience] = _("Members from %(region)s") % {"region": found.get(key, key)}
    return names
