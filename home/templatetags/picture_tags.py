"""Pictures in three formats and as many sizes, without a query for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from wagtail.fields import StreamValue

from home.models import CustomImage, CustomRendition
from home.services.renditions import (
    AVIF,
    WEBP,
    best_of,
    first_rendition_of,
    prefetch_pictures,
    renditions_of,
    renditions_stamp,
)
from home.templatetags.interface_tags import contour_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.template.context import Context
    from django.utils.safestring import SafeString
    from wagtail.models import Page

register = template.Library()

EAGER = "eager"


@register.simple_tag(takes_context=True)
def picture(
    context: Context,
    image: CustomImage | None,
    sizes: str = "100vw",
    alt: str = "",
    classes: str = "",
    loading: str = "lazy",
) -> SafeString | str:
    """Show a picture: AVIF, WebP and JPEG by `srcset`, cut around its focal point; `loading="eager"` for the first.

    Until the job has made its first rendition, some seconds after the upload, a field of contours stands in its place;
    only an editor's preview waits for one.
    """
    if image is None:
        return ""
    is_preview = getattr(context.get("request"), "is_preview", False)
    text = alt or image.default_alt_text
    found = first_rendition_of(image) if is_preview else renditions_of(image)
    if not found:
        return format_html('{}<span class="visually-hidden">{}</span>', contour_field(image.pk), text)
    fallback = best_of(found)
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
        text,
        _attribute("class", classes),
        _attribute("style", _position(image)),
        _attribute("fetchpriority", "high") if loading == EAGER else _attribute("loading", "lazy"),
    )


@register.simple_tag
def prepare_pictures(*holders: Any) -> str:
    """Read the renditions of all pictures in these images, bodies and lists of images in one query; shows nothing."""
    prefetch_pictures(image for holder in holders for image in _images(holder))
    return ""


@register.filter
def fragment_version(page: Page) -> str:
    """Return what changes with a page and with every rendition, as the key of its cached fragments."""
    return f"{page.pk}:{page.last_published_at and page.last_published_at.timestamp()}:{renditions_stamp()}"


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
