"""Pictures in three formats and as many sizes, without a query for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from wagtail.fields import StreamValue

from home.models import CustomImage, CustomRendition
from home.services.renditions import AVIF, FALLBACK, WEBP, prefetch_pictures, renditions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.safestring import SafeString

register = template.Library()

EAGER = "eager"


@register.simple_tag
def picture(
    image: CustomImage | None, sizes: str = "100vw", alt: str = "", classes: str = "", loading: str = "lazy"
) -> SafeString | str:
    """Show a picture: AVIF, WebP and JPEG by `srcset`, cut around its focal point; `loading="eager"` for the first."""
    if image is None:
        return ""
    found = renditions_of(image)
    fallback = found.get(FALLBACK) or max(found.values(), key=lambda rendition: rendition.width)
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        (
            (kind, _srcset(found, specs.values()), sizes)
            for kind, specs in (("avif", AVIF), ("webp", WEBP))
            if any(spec in found for spec in specs.values())
        ),
    )
    return format_html(
        '<picture>{}<img src="{}" width="{}" height="{}" alt="{}"{}{}{} decoding="async"></picture>',
        sources,
        fallback.url,
        image.width,
        image.height,
        alt or image.default_alt_text,
        _attribute("class", classes),
        _attribute("style", _position(image)),
        _attribute("fetchpriority", "high") if loading == EAGER else _attribute("loading", "lazy"),
    )


@register.simple_tag
def prepare_pictures(*holders: Any) -> str:
    """Read the renditions of all pictures in these images, bodies and lists of images in one query; shows nothing."""
    prefetch_pictures(image for holder in holders for image in _images(holder))
    return ""


def _images(holder: Any) -> Iterator[CustomImage]:
    """Return the pictures in an image, a body, or a list of either."""
    if isinstance(holder, CustomImage):
        yield holder
    elif isinstance(holder, StreamValue):
        for block in holder:
            if block.block_type == "image":
                yield from _images(block.value.get("image"))
            elif block.block_type == "gallery":
                yield from _images([figure.get("image") for figure in block.value])
            elif block.block_type == "video":
                yield from _images(block.value.get("poster"))
    elif isinstance(holder, list | tuple):
        for each in holder:
            yield from _images(each)


def _srcset(found: dict[str, CustomRendition], specs: Iterable[str]) -> str:
    return ", ".join(f"{found[spec].url} {found[spec].width}w" for spec in specs if spec in found)


def _position(image: CustomImage) -> str:
    """Where the focal point lies, so that a cropped picture still shows it."""
    if not image.has_focal_point():
        return ""
    x, y = image.get_focal_point().centroid
    return f"object-position:{100 * x / image.width:.0f}% {100 * y / image.height:.0f}%"


def _attribute(name: str, value: str) -> SafeString | str:
    return format_html(' {}="{}"', name, value) if value else ""
