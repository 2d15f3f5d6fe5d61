"""`@handle` in running text, outside of code and of links: found here, and drawn as a link where one was given for it.

Which names lead somewhere is asked once for a whole text, between parsing and drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

NAME = re.compile(r"(?<![\w/@.+-])@([A-Za-z0-9_-]{3,30})(?![\w@-])")
PART = re.compile(r"[\w/@.+-]")
Names = dict[str, bool]
"""The names in a text, in small letters, each with whether the text says it itself, and not only in a quote."""


def names(parser: MarkdownIt) -> None:
    """Teach a parser to find and draw names."""
    parser.core.ruler.before("text_join", "names", _find)
    parser.add_render_rule("name", _draw)


def readings(name: str) -> tuple[str, ...]:
    """Say which handles may be meant: a stroke at the end of a name may be one of the sentence."""
    return tuple(dict.fromkeys(way for way in (name, name.rstrip("-_")) if len(way) > 2))


def _find(state: StateCore) -> None:
    """Give each name a token of its own. Behind a backslash it is words: that sign stands apart as yet."""
    found: Names = state.env.setdefault("names", {})
    quotes = 0
    for token in state.tokens:
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and token.children and "@" in token.content:
            token.children = list(_split(token.children, found, is_quoted=quotes > 0))


def _split(tokens: Iterable[Token], found: Names, *, is_quoted: bool) -> Iterator[Token]:
    links, before = 0, ""
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or links:
            before = token.content[-1:] if token.type == "text_special" else ""
            yield token
            continue
        text, place = token.content, 0
        for match in NAME.finditer(text):
            if not match.start() and PART.match(before):
                continue  # of an address, say, of which a sign was escaped
            name = match[1].lower()
            found[name] = found.get(name, False) or not is_quoted
            if match.start() > place:
                yield Token("text", "", 0, content=text[place : match.start()], level=token.level)
            yield Token("name", "", 0, content=match[0], level=token.level, meta={"name": name})
            place = match.end()
        if place < len(text) or not text:
            token.content = text[place:]
            yield token
        before = ""


def _draw(_renderer: object, tokens: Sequence[Token], index: int, _options: object, env: Any) -> str:
    token = tokens[index]
    links: Mapping[str, str] = env.get("links", {})
    for name in readings(token.meta["name"]):
        if address := links.get(name):
            end = len(name) + 1
            return f'<a href="{escapeHtml(address)}">{token.content[:end]}</a>{token.content[end:]}'
    return token.content
