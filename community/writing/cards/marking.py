"""Links that stand alone on their line: the renderer marks them, so that a page finds their cards without parsing.

A mark is a paragraph of its own that holds the link alone. Only what Markdown made of an address as it was typed is
marked (`https://…`, `<https://…>`), never a link with other words, which says by itself where it leads.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_core import StateCore

MARK = "data-card"
MOST = 5  # in one text
LONGEST = 2_000  # characters of an address
MARKED = re.compile(rf'<p><a (?P<attributes>[^>]*\b{MARK}="(?P<hash>[0-9a-f]{{32}})"[^>]*)>[^<]*</a></p>')


def hash_of(url: str) -> str:
    """Give the key by which the card of an address is found."""
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def mark_links(state: StateCore) -> None:
    """Give links that are alone on their line a paragraph of their own, and mark them."""
    tokens: list[Token] = []
    left = MOST
    for place, token in enumerate(state.tokens):
        opener = state.tokens[place - 1] if place else None
        if token.type != "inline" or opener is None or opener.type != "paragraph_open" or opener.level:
            tokens.append(token)
            continue
        parts, left = _parts(token.children or [], left)
        if parts is None:
            tokens.append(token)
            continue
        closer = state.tokens[place + 1]
        for number, children in enumerate(parts):
            if number:
                tokens += [closer.copy(), opener.copy()]
            tokens.append(token.copy(children=children))
    state.tokens = tokens


def _parts(children: Sequence[Token], left: int) -> tuple[list[list[Token]] | None, int]:
    """Part the lines of a paragraph where a link stands alone; None where none does. Says how many may yet come."""
    parts: list[list[Token]] = []
    between: Token | None = None  # the break before a line that goes on with the part before it
    found = False
    for line, ending in _lines(children):
        link = _alone(line) if left else []
        if link:
            link[0].attrSet(MARK, hash_of(str(link[0].attrGet("href"))))
            parts.append(link)
            left, found, between = left - 1, True, None
            continue
        if between is None:
            parts.append([])
        else:
            parts[-1].append(between)
        parts[-1] += line
        between = ending
    return (parts, left) if found else (None, left)


def _lines(children: Sequence[Token]) -> Iterator[tuple[list[Token], Token | None]]:
    """Yield the lines of a paragraph, each with the break that ends it."""
    line: list[Token] = []
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            yield line, child
            line = []
        else:
            line.append(child)
    yield line, None


def _alone(line: Sequence[Token]) -> list[Token]:
    """Give the link when a line is one as it was typed and nothing else; nothing otherwise."""
    inked = [token for token in line if token.type != "text" or token.content.strip()]
    if [token.type for token in inked] != ["link_open", "text", "link_close"]:
        return []
    link = inked[0]
    if link.info != "auto" or link.level:  # in the midst of emphasis a paragraph can't be parted
        return []
    url = str(link.attrGet("href"))
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    ours = urlsplit(settings.BASE_URL).netloc
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.netloc == ours or len(url) > LONGEST:
        return []
    return inked
