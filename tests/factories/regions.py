"""Regions of the gazetteer, with those above them."""

from __future__ import annotations

from home.models import Region

KINDS = {1: Region.Kind.PROVINCE, 2: Region.Kind.REGENCY, 3: Region.Kind.DISTRICT, 4: Region.Kind.VILLAGE}
NAMES = {"81": "Maluku", "82": "Maluku Utara", "81.02": "Maluku Tenggara", "81.72": "Tual"}


def make_region(code: str = "81.02", **fields: object) -> Region:
    """The region with this code, and all above it."""
    parts = code.split(".")
    parent = make_region(".".join(parts[:-1])) if len(parts) > 1 else None
    defaults = {"name": NAMES.get(code, f"Wilayah {code}"), "kind": KINDS[len(parts)], "parent": parent, **fields}
    return Region.objects.get_or_create(code=code, defaults=defaults)[0]
