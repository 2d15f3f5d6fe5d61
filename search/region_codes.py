"""Codes of regions as they are often written, without the dots between their parts: 8102 for 81.02."""

from __future__ import annotations

import re

from home.services.named import regions_by_code

# Province, regency, district, village: 2, 4, 6 or 10 digits (Kemendagri); of a province there is nothing to part.
PLAIN = re.compile(r"(\d\d)(\d\d)(?:(\d\d)(\d{4})?)?", re.ASCII)
# What is quoted, left out, or a part of a longer number is no code.
IN_A_TEXT = re.compile(r"(?<![\w.,“”„\"-])\d{4}(?:\d{2}(?:\d{4})?)?(?!\w|[.,]\d|[\"“”])", re.ASCII)


def dotted(code: str) -> str:
    """Write a code without dots with them; empty where that is none."""
    parts = PLAIN.fullmatch(code)
    return ".".join(filter(None, parts.groups())) if parts else ""


def with_dots(text: str) -> tuple[str, dict[str, frozenset[str]]]:
    """Write the codes of regions in a text with their dots; give with each how it was typed, since it may be a year."""
    typed = {plain: dotted(plain) for plain in IN_A_TEXT.findall(text)}
    known = regions_by_code(typed.values()) if typed else {}
    codes = {plain: code for plain, code in typed.items() if code in known}
    written = IN_A_TEXT.sub(lambda found: codes.get(found[0], found[0]), text) if codes else text
    return written, {code: frozenset({plain}) for plain, code in codes.items()}
