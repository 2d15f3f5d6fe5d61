"""What pages refer to: pictures, members, sectors, regions, topics; looked up by the keys of the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import slugify

from home.models import Region, Sector, Tag

from .loading import Row, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.forums.models import Topic
    from community.members.models import User
    from home.models import CustomImage


@dataclass
class Things:
    """Everything that has been made so far, by its key in the content."""

    images: dict[str, CustomImage]
    sectors: dict[str, Sector]
    regions: dict[str, Region]
    members: dict[str, User] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)

    def regions_of(self, row: Row) -> list[Region]:
        """Return the regions a row names."""
        return [self.regions[code] for code in row.get("regions", [])]

    def sectors_of(self, row: Row) -> list[Sector]:
        """Return the sectors a row names."""
        return [self.sectors[slug] for slug in row.get("sectors", [])]

    def image_of(self, row: Row, name: str = "image") -> CustomImage | None:
        """Return the picture a row names, if it does."""
        return self.images[row[name]] if row.get(name) else None


def make_sectors() -> dict[str, Sector]:
    """Make the sectors that are missing, in the order of the content."""
    made = {}
    for order, row in enumerate(read("sectors")["sector"]):
        facts = {"name": row["name"], "name_en": row["name_en"], "icon": row["icon"], "order": order}
        made[row["slug"]], _new = Sector.objects.get_or_create(slug=row["slug"], defaults=facts)
    return made


def tags_of(row: Row) -> list[Tag]:
    """Return the tags a row names, made where they are missing."""
    return [_tag(tag["name"], tag.get("name_en", "")) for tag in row.get("tags", [])]


def find_regions(codes: Iterable[str] | None = None) -> dict[str, Region]:
    """Return regions by code: those of the gazetteer, or some of them."""
    regions = Region.objects.all() if codes is None else Region.objects.filter(code__in=codes)
    return {region.code: region for region in regions}


def _tag(name: str, name_en: str) -> Tag:
    tag, _new = Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name, "name_en": name_en})
    return tag
