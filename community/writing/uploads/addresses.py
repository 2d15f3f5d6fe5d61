"""Where a picture of a text is found, and which pictures a text shows.

The address is the same in both stores, so that a text stays as it is when its picture moves; it ends in the picture's
size, so that a page is drawn without asking for it and doesn't jump.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache

from django.conf import settings

FOLDER = "unggahan/"
NAME = r"[0-9a-f]{32}-(?P<width>[0-9]{1,4})x(?P<height>[0-9]{1,4})\.webp"


def new_name(width: int, height: int) -> str:
    """Make a name that nobody guesses."""
    return f"{secrets.token_hex(16)}-{width}x{height}.webp"


def is_name(text: str) -> bool:
    """Whether a text is the name of a picture."""
    return re.fullmatch(NAME, text) is not None


def address_of(name: str) -> str:
    """Give the address of a picture."""
    return f"{settings.MEDIA_URL}{FOLDER}{name}"


def markdown_of(name: str, alt: str) -> str:
    """Write a picture as it stands in a text."""
    quiet = re.sub(r"([\\\[\]])", r"\\\1", " ".join(alt.split()))
    return f"![{quiet}]({address_of(name)})"


def size_in(src: str) -> tuple[str, str] | None:
    """Read width and height from the address of a picture in a text; None for any other address."""
    found = _pattern().fullmatch(src)
    return (found["width"], found["height"]) if found else None


def names_in(text: str) -> list[str]:
    """Name the pictures that a text shows or leads to, each once, in their order."""
    if not has_pictures(text):
        return []
    start = len(settings.MEDIA_URL) + len(FOLDER)
    return list(dict.fromkeys(found[0][start:] for found in _pattern().finditer(text)))


def alternatives_in(text: str) -> dict[str, str]:
    """Give by name what a text says in place of its pictures."""
    if not has_pictures(text):
        return {}
    begin = r"!\[(?P<alt>(?:[^\[\]\\]|\\.){0,1000})\]\("
    found = re.finditer(rf"{begin}{re.escape(address_of(''))}(?P<name>{NAME})", text)
    return {each["name"]: re.sub(r"\\(.)", r"\1", each["alt"])[:300] for each in found}


def has_pictures(text: str) -> bool:
    """Tell at once whether it is worth looking."""
    return address_of("") in text


def _pattern() -> re.Pattern[str]:
    return _compiled(address_of(""))


@lru_cache
def _compiled(start: str) -> re.Pattern[str]:
    return re.compile(re.escape(start) + NAME)
