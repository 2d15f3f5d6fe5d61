"""What a page says of itself: its title, a description and the name of its site, read without trusting its markup.

Only its head matters, of which the first `MOST` characters are looked at. Patterns are bounded or look at each sign
once, so that no page makes them slow; what they find becomes plain text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from html import unescape

MOST = 200_000
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?\s{0,5}([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
TITLE = re.compile(r"<title(?:\s[^>]{0,500})?>([^<]{0,2000})", re.IGNORECASE)
META = re.compile(r"<meta(?=[\s/])", re.IGNORECASE)
TAG = re.compile(r"""[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+>""")  # what is left of an element, to its end
LONGEST_TAG = 10_000
ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
END = re.compile(r"</head\s*>|<body[\s>]", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What a page says; without a title there is nothing to show."""

    title: str
    description: str = ""
    site_name: str = ""


def read_page(content: bytes, charset: str = "") -> Told:
    """Read what a page says of itself; the `charset` is the one its server names."""
    head = _head(_decoded(content, charset))
    named = _named(head)
    title = named.get("og:title") or named.get("twitter:title") or _first(TITLE, head)
    description = named.get("og:description") or named.get("description") or ""
    return Told(
        title=_plain(title, 200),
        description=_plain(description, 300),
        site_name=_plain(named.get("og:site_name", ""), 80),
    )


def _decoded(content: bytes, charset: str) -> str:
    found = CHARSET.search(content[:2048])
    for name in (charset, found[1].decode("ascii") if found else "", "utf-8"):
        try:
            if name and codecs.lookup(name)._is_text_encoding:
                return content.decode(name, errors="replace")
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", errors="replace")


def _head(text: str) -> str:
    """Cut off everything from the body on, and comments, in one walk."""
    text = text[:MOST]
    if end := END.search(text):
        text = text[: end.start()]
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0:
        kept.append(text[place:start])
        stop = text.find("-->", start + 4)
        if stop < 0:
            return "".join(kept)
        place = stop + 3
    return "".join([*kept, text[place:]])


def _named(head: str) -> dict[str, str]:
    """Read what the page's meta elements say, by their names; the first of a name counts.

    One that never ends is the last: so each sign is looked at once.
    """
    named: dict[str, str] = {}
    place = 0
    while begin := META.search(head, place):
        tag = TAG.match(head, begin.end())
        if tag is None:
            break
        place = tag.end()
        if len(tag[0]) > LONGEST_TAG:
            continue
        attributes = {name.lower(): a or b or c for name, a, b, c in ATTRIBUTE.findall(tag[0])}
        name = attributes.get("property") or attributes.get("name") or ""
        if name and attributes.get("content"):
            named.setdefault(name.lower(), attributes["content"])
    return named


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _plain(text: str, length: int) -> str:
    """Make one line of plain text of it, without characters that draw nothing or turn others around."""
    shown = "".join(" " if sign.isspace() else sign for sign in unescape(text) if _is_shown(sign))
    line = " ".join(shown.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def _is_shown(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
