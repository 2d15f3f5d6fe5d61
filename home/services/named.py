"""Regions and sectors by the names that addresses give them, remembered for a minute: they hardly ever change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from home.models import Region, Sector

if TYPE_CHECKING:
    from collections.abc import Iterable

SECTORS_KEY = "home.sectors"
SECONDS = 60


def sectors_by_slug() -> dict[str, Sector]:
    """Return all sectors in their order."""
    found: dict[str, Sector] | None = cache.get(SECTORS_KEY)
    if found is None:
        found = {sector.slug: sector for sector in Sector.objects.all()}
        cache.set(SECTORS_KEY, found, SECONDS)
    return found


def regions_by_code(codes: Iterable[str]) -> dict[str, Region]:
    """Return those of some regions that exist; what doesn't is asked again each time, since it may come to exist."""
    keys = {_region_key(code): code for code in codes}
    found: dict[str, Region] = {region.code: region for region in cache.get_many(keys).values()}
    if missing := set(keys.values()) - found.keys():
        read = {region.code: region for region in Region.objects.filter(code__in=missing)}
        cache.set_many({_region_key(code): region for code, region in read.items()}, SECONDS)
        found |= read
    return found


def forget_named(changed: Region | Sector) -> None:
    """Have a changed region, or the sectors, read anew."""
    cache.delete(_region_key(changed.code) if isinstance(changed, Region) else SECTORS_KEY)


def _region_key(code: str) -> str:
    return f"home.region:{code.encode().hex()}"
