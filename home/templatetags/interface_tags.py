"""What the shared includes need to draw: icons, initials, a member's colour, pages of a list, a contour field."""

from functools import lru_cache
from hashlib import blake2s
from itertools import pairwise
from math import cos, pi, sin
from random import Random

from django import template
from django.core.paginator import Page
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
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


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon by name: one drawn for Negeri (`templates/icons/`) or one of Heroicons' outlines, hidden from readers."""
    try:
        return mark_safe(get_template(f"icons/{name}.svg").render().strip())
    except TemplateDoesNotExist:
        return mark_safe(heroicon_outline(name, size=None, **{"class": "icon", "aria-hidden": "true"}))


@register.filter
def initials(name: object) -> str:
    """Two letters to stand for a person: of the first and the last word of the name."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def tone(key: object) -> int:
    """One of the eight colours of avatars, always the same for the same person."""
    return blake2s(str(key).encode(), digest_size=1).digest()[0] % TONES + 1


@register.filter
def elided_pages(page: Page[object]) -> list[int | None]:
    """The page numbers worth a link, with None where some are left out."""
    last = page.paginator.num_pages
    near = range(page.number - 1, page.number + 2)
    shown = [number for number in range(1, last + 1) if number in (1, last) or number in near]
    pages: list[int | None] = shown[:1]
    for before, number in pairwise(shown):
        pages += [number] if number == before + 1 else [None, number]
    return pages


@register.simple_tag
def contour_field(seed: object) -> SafeString:
    """A drawn field of contours, the same for the same seed: stands where a page has no picture."""
    chance = Random(str(seed))
    colours = chance.choice(FIELDS)
    x, y = chance.randint(55, 105), chance.randint(38, 62)
    lean = [chance.uniform(0.75, 1.3) for _ in range(CORNERS)]
    rings = ""
    for step, colour in enumerate(colours[1:]):
        reach = 112 - 18.5 * step
        lean = [each + chance.uniform(-0.08, 0.08) for each in lean]
        rings += f'<path fill="{colour}" d="{_ring(x, y, reach, lean)}"/>'
    return format_html(
        '<svg class="contour" viewBox="0 0 160 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        '<path fill="{}" d="M0 0h160v100H0z"/>{}</svg>',
        colours[0],
        mark_safe(rings),
    )


def _ring(x: int, y: int, reach: float, lean: list[float]) -> str:
    """A closed smooth path through the middles of the sides of a polygon around a point."""
    corners = [
        (x + reach * each * cos(2 * pi * turn / CORNERS), y + 0.72 * reach * each * sin(2 * pi * turn / CORNERS))
        for turn, each in enumerate(lean)
    ]
    middles = [
        ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    start = f"M{middles[-1][0]:.0f} {middles[-1][1]:.0f}"
    return start + "".join(
        f"Q{c[0]:.0f} {c[1]:.0f} {m[0]:.0f} {m[1]:.0f}" for c, m in zip(corners, middles, strict=True)
    )
