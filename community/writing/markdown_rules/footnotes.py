"""Footnotes, by the usual plugin, drawn with few tags and with ids that are unique on a page of several texts.

The sanitiser writes what makes them unique before each id (`env["ids"]`); the links to them have it from here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

REFERENCE = re.compile(r"\[\^[^\]\s]{1,60}\]")
BACK = "\u21a9\ufe0e"  # an arrow, drawn as a letter rather than as a picture


def footnotes(parser: MarkdownIt) -> None:
    """Teach a parser `[^1]` and `[^1]: …`."""
    parser.use(footnote_plugin, inline=False)
    parser.inline.ruler.at("footnote_ref", _short_reference)
    parser.add_render_rule("footnote_ref", _reference)
    parser.add_render_rule("footnote_block_open", lambda *_args: "<hr>\n<ol>\n")
    parser.add_render_rule("footnote_block_close", lambda *_args: "</ol>\n")
    parser.add_render_rule("footnote_open", _open)
    parser.add_render_rule("footnote_anchor", _way_back)


def _short_reference(state: StateInline, silent: bool) -> bool:
    """Let the plugin read a reference that ends soon: for each beginning it would look through the whole text."""
    return bool(REFERENCE.match(state.src, state.pos, state.posMax)) and footnote_ref(state, silent)


def _reference(_renderer: object, tokens: Sequence[Token], index: int, _options: object, env: Any) -> str:
    number, place = _numbers(tokens[index])
    return f'<sup><a href="#{env["ids"]}{number}" id="ref{place}">{number}</a></sup>'


def _open(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: Any) -> str:
    number, _place = _numbers(tokens[index])
    return f'<li id="{number}">'


def _way_back(_renderer: object, tokens: Sequence[Token], index: int, _options: object, env: Any) -> str:
    _number, place = _numbers(tokens[index])
    return f' <a href="#{env["ids"]}ref{place}">{BACK}</a>'


def _numbers(token: Token) -> tuple[int, str]:
    """Give the number of the note, and that of the place that names it: the same note may be named more than once."""
    number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
    return number, f"{number}-{again}" if again else f"{number}"
