"""What the shared includes need to draw: icons, initials, a member's colour, pages of a list, a contour field."""

from functools import cache, lru_cache
from hashlib import blake2s, shake_128
from itertools import pairwise
from math import cos, pi, sin
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()

TONES = 8
FIELDS = (  # from the sea, or the edge of the land, inwards
    ("#0a3d4c", "#0d5563", "#0b6e78", "#3a8d93", "#74b3b0", "#b5d9d0", "#ecdcb6"),
    ("#dcc592", "#ecdcb6", "#f6ead0", "#f1cfa6", "#e7a877", "#e7a877", "#c9583c"),
    ("#0d5563", "#3a8d93", "#b5d9d0", "#ecdcb6", "#86ad74", "#4f8a5c", "#244f3b"),
    ("#3a8d93", "#74b3b0", "#b5d9d0", "#e4f0e8", "#f6ead0", "#ecdcb6", "#c4a76f"),
)
CORNERS = 8
ASSETS = ("styles", "scripts")


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> str:
    """Draw an icon by name: one of Negeri's own (`templates/icons/`) or one of Heroicons' outlines.

    Editors type the names of sectors' icons, so an unknown one is drawn as a plain mark of the chart.
    """
    try:
        return get_template(f"icons/{name}.svg").render()
    except TemplateDoesNotExist:
        pass
    try:
        return heroicon_outline(name, size=None, **{"class": "icon", "aria-hidden": "true"})
    except IconDoesNotExist:
        return icon("region")


@register.simple_tag
def assets() -> SafeString:
    """Give the links to styles and scripts, which every page has: made once where they were compressed beforehand."""
    return _compressed_assets() if settings.COMPRESS_OFFLINE else _assets()


def _assets() -> SafeString:
    return mark_safe("".join(get_template(f"includes/{name}.html").render() for name in ASSETS))  # noqa: S308 - templates


_compressed_assets = cache(_assets)


@register.filter
def initials(name: object) -> str:
    """Take two letters to stand for a person: of the first and the last word of the name."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def tone(key: object) -> int:
    """Choose one of the eight colours of avatars, always the same for the same person."""
    return blake2s(str(key).encode(), digest_size=1).digest()[0] % TONES + 1


@register.filter
def elided_pages(page: Page[Any]) -> list[int | None]:
    """List the page numbers worth a link, with None where some are left out."""
    last = page.paginator.num_pages
    near = range(max(1, page.number - 1), min(last, page.number + 1) + 1)
    shown = sorted({1, *near, last})
    pages: list[int | None] = [*shown[:1]]
    for before, number in pairwise(shown):
        pages += [number] if number == before + 1 else [None, number]
    return pages


@register.simple_tag
def canonical_url(request: HttpRequest) -> str:
    """Give the one address of what is shown: of the site itself, without filters, with the page of a list."""
    page = request.GET.get("page", "")
    return f"{settings.BASE_URL}{request.path}" + (f"?page={page}" if page.isdecimal() and page != "1" else "")


@register.simple_tag
def contour_field(seed: object) -> SafeString:
    """Draw a field of contours, the same for the same seed, to stand where a page has no picture."""
    dice = [byte / 255 for byte in shake_128(str(seed).encode()).digest(3 + 7 * CORNERS)]
    colours = FIELDS[int(dice[0] * 255) % len(FIELDS)]
    x, y = 55 + 50 * dice[1], 38 + 24 * dice[2]
    lean = [0.75 + 0.55 * each for each in dice[3 : 3 + CORNERS]]
    rings = []
    for step, colour in enumerate(colours[1:], start=1):
        turn = dice[3 + step * CORNERS :]
        lean = [each + 0.16 * chance - 0.08 for each, chance in zip(lean, turn, strict=False)]
        rings.append((colour, _ring(x, y, 130.5 - 18.5 * step, lean)))
    return format_html(
        '<svg class="contour" viewBox="0 0 160 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        '<path fill="{}" d="M0 0h160v100H0z"/>{}</svg>',
        colours[0],
        format_html_join("", '<path fill="{}" d="{}"/>', rings),
    )


def _ring(x: float, y: float, reach: float, lean: list[float]) -> str:
    """Close a smooth path through the middles of the sides of a polygon around a point."""
    corners = [
        (x + reach * each * cos(2 * pi * turn / CORNERS), y + 0.72 * reach * each * sin(2 * pi * turn / CORNERS))
        for turn, each in enumerate(lean)
    ]
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in sides]
    start = f"M{middles[-1][0]:.0f} {middles[-1][1]:.0f}"
    return start + "".join(
        f"Q{c[0]:.0f} {c[1]:.0f} {m[0]:.0f} {m[1]:.0f}" for c, m in zip(corners, middles, strict=True)
    )
