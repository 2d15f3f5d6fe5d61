"""The sizes and formats of pictures: one table for templates and jobs; made by jobs, read in bulk by pages.

No page makes a picture while someone waits for it: the seven renditions of one cost two seconds. It shows those that
are there. The jobs make the quick formats of all pictures before the fine one of any, so that soon each has something.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.cache import cache
from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from outbox.services import enqueue, enqueue_once
from wagtail.images.models import Filter, SourceImageIOError

from home.models import CustomImage, CustomRendition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

logger = logging.getLogger(__name__)

WIDTHS = (400, 800, 1280)
WEBP = {width: f"width-{width}|format-webp|webpquality-76" for width in WIDTHS}
AVIF = {width: f"width-{width}|format-avif|avifquality-55" for width in WIDTHS}
FALLBACK = "width-800|format-jpeg|jpegquality-80"
QUICK = (*WEBP.values(), FALLBACK)  # 0.4 s together for a picture of 1600 by 1000
FINE = tuple(AVIF.values())  # 1.6 s, for a fifth less to load
SPECS = (*QUICK, *FINE)
STAMP_KEY = "home.renditions"


def request_renditions(image: CustomImage) -> None:
    """Have the renditions of an image made after the commit."""
    enqueue("home.tasks.make_renditions", image.pk)


def request_fine_renditions(image: CustomImage) -> None:
    """Have the fine renditions made once the quick ones of all pictures that wait are there."""
    enqueue("home.tasks.make_fine_renditions", image.pk)


def request_missing_renditions() -> int:
    """Have made what is missing, wherever it got lost; return how many images lack something."""
    lacking = [image for image in _lacking(SPECS) if enqueue_once("home.tasks.make_renditions", image.pk)]
    return len(lacking)


def make_renditions(image: CustomImage, specs: Sequence[str] = SPECS) -> int:
    """Make those renditions of an image that are missing; return how many were made."""
    existing = set(image.renditions.filter(filter_spec__in=specs).values_list("filter_spec", flat=True))
    missing = [spec for spec in specs if spec in useful_specs(image) and spec not in existing]
    for spec in missing:
        image.get_rendition(Filter(spec))
    if missing:
        cache.set(STAMP_KEY, uuid4().hex, None)
    return len(missing)


def make_missing_renditions(specs: Sequence[str]) -> int:
    """Make what is missing of all images here and now, as far as their files are there; return how many were made."""
    made = 0
    for image in _lacking(specs):
        try:
            made += make_renditions(image, specs)
        except SourceImageIOError:
            logger.warning("The file of the image %s can't be read", image)
    return made


def renditions_stamp() -> str:
    """Return what changes with every rendition: part of the key of cached fragments with pictures."""
    return cache.get(STAMP_KEY, "")


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
    """Return the renditions that exist, by spec."""
    prefetch_pictures([image])
    return {rendition.filter_spec: rendition for rendition in image.prefetched_renditions}


def first_rendition_of(image: CustomImage) -> dict[str, CustomRendition]:
    """Return the renditions that exist; when none does, the quickest is made at once, for an editor's preview."""
    found = renditions_of(image)
    if not found:
        spec = WEBP[800] if image.width >= 800 else WEBP[400]
        try:
            found[spec] = image.get_rendition(Filter(spec))
        except SourceImageIOError:  # the file is gone: there is nothing to show
            return {}
    return found


def best_of(found: dict[str, CustomRendition]) -> CustomRendition:
    """Choose the one rendition to show or share where only one can be: the JPEG that everyone reads, or the widest."""
    return found.get(FALLBACK) or max(found.values(), key=lambda rendition: rendition.width)


def _lacking(specs: Sequence[str]) -> Iterator[CustomImage]:
    made = Count("renditions", filter=Q(renditions__filter_spec__in=specs))
    for image in CustomImage.objects.annotate(made=made).order_by("pk"):
        if image.made < len(useful_specs(image).intersection(specs)):
            yield image
