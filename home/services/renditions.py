"""The sizes and formats of pictures: one fixed set for every image, made by a job, read in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from outbox.services import enqueue
from wagtail.images.models import Filter

from home.models import CustomImage, CustomRendition

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTHS = (400, 800, 1280)
FALLBACK = "width-800|format-jpeg|jpegquality-80"
AVIF = {width: f"width-{width}|format-avif|avifquality-55" for width in WIDTHS}
WEBP = {width: f"width-{width}|format-webp|webpquality-76" for width in WIDTHS}
SPECS = (*AVIF.values(), *WEBP.values(), FALLBACK)


def request_renditions(image: CustomImage) -> None:
    """Have the renditions of an image made after the commit."""
    enqueue("home.tasks.make_renditions", image.pk)


def make_renditions(image: CustomImage) -> int:
    """Make those renditions that are missing, the cheap ones first; return how many were made."""
    existing = set(image.renditions.filter(filter_spec__in=SPECS).values_list("filter_spec", flat=True))
    wanted = [spec for spec in (*WEBP.values(), FALLBACK, *AVIF.values()) if spec in useful_specs(image)]
    missing = [spec for spec in wanted if spec not in existing]
    for spec in missing:
        image.get_rendition(Filter(spec))
    return len(missing)


def useful_specs(image: CustomImage) -> set[str]:
    """Specs worth making: none wider than the picture, but always one of each format."""
    widths = [width for width in WIDTHS if width <= image.width] or [WIDTHS[0]]
    return {FALLBACK, *(AVIF[width] for width in widths), *(WEBP[width] for width in widths)}


def prefetch_pictures(images: Iterable[CustomImage | None]) -> None:
    """Read the renditions of many pictures in one query, so that showing each costs none."""
    loaded = [image for image in images if image is not None and not hasattr(image, "prefetched_renditions")]
    if loaded:
        renditions = CustomRendition.objects.filter(filter_spec__in=SPECS)
        prefetch_related_objects(loaded, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions"))


def renditions_of(image: CustomImage) -> dict[str, CustomRendition]:
    """Return the renditions that exist, by spec; when none does, the one that is quick to make is made at once."""
    prefetch_pictures([image])
    found = {rendition.filter_spec: rendition for rendition in image.prefetched_renditions}
    if not found:
        spec = WEBP[800] if image.width >= 800 else WEBP[400]
        found[spec] = image.get_rendition(Filter(spec))
    return found
