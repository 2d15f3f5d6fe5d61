"""What the lists of topics can be narrowed by: regions and tags that topics have, remembered for some minutes."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import get_language

from home.models import Region, Tag
from home.services.named import sectors_by_slug

from ..models import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import Category
    from ..models.topics import TopicQuerySet

SECONDS = 300
TAGS = 30


@dataclass(frozen=True)
class Choices:
    """Pairs of value and label."""

    regions: list[tuple[str, str]]
    sectors: list[tuple[str, str]]
    tags: list[tuple[str, str]]


def choices_in(categories: Iterable[Category]) -> Choices:
    """Return what topics in these categories are about, the tags that most of them have first by name.

    They are the same for all who see the same categories; a place or tag that is new shows after some minutes.
    """
    keys = sorted(category.pk for category in categories)
    digest = blake2s(repr(keys).encode(), digest_size=8).hexdigest()
    name = f"forums.choices:{get_language()}:{digest}"
    found: Choices | None = cache.get(name)
    if found is None:
        found = Choices(
            regions=[(region.code, region.full_name) for region in _regions(keys)],
            sectors=[(sector.slug, sector.local_name) for sector in sectors_by_slug().values()],
            tags=[(tag.slug, tag.local_name) for tag in _tags(keys)],
        )
        cache.set(name, found, SECONDS)
    return found


def _regions(categories: list[int]) -> Iterable[Region]:
    """Provinces, regencies and cities that topics are about, directly or through something below them."""
    links = Topic.regions.through.objects.filter(topic__in=_topics(categories).values("pk"))
    codes = links.values_list("region__code", flat=True).distinct()
    upper = {code[:length] for code in codes for length in (2, 5)}
    return Region.objects.with_pages().filter(code__in=upper).order_by("code")


def _tags(categories: list[int]) -> list[Tag]:
    links = Topic.tags.through.objects.filter(topic__in=_topics(categories).values("pk"))
    counted = links.values("tag").annotate(uses=Count("pk")).order_by("-uses", "tag")[:TAGS]
    tags = Tag.objects.filter(pk__in=[row["tag"] for row in counted])
    return sorted(tags, key=lambda tag: tag.local_name.lower())


def _topics(categories: list[int]) -> TopicQuerySet:
    return Topic.objects.listed().filter(category__in=categories)
