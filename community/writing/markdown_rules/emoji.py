"""Emoji by name: `:fish:` or `:ikan:` is 🐟, outside of code and of addresses.

The names are those that GitHub gave them (gemoji, MIT licence), with everyday Indonesian ones beside; `emoji.txt` has
the sign of each line first. A name that is not there stays as it was typed.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

TABLE = Path(__file__).with_name("emoji.txt")
NAMES = re.compile(r"(?<![\w:])(?::[a-z0-9+_-]{1,30}:)+(?![\w:])")
NAME = re.compile(r":([^:]+):")


def emoji(parser: MarkdownIt) -> None:
    """Teach a parser emoji."""
    parser.core.ruler.before("text_join", "emoji", _put_signs)


@cache
def named_signs() -> list[tuple[str, tuple[str, ...]]]:
    """Give each sign with its names, the usual ones first."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [(sign, tuple(names)) for sign, *names in map(str.split, lines)]


@cache
def _signs() -> dict[str, str]:
    return {name: sign for sign, names in named_signs() for name in names}


def _put_signs(state: StateCore) -> None:
    for inline in state.tokens:
        if inline.type != "inline" or ":" not in inline.content:
            continue
        is_address = False
        for child in inline.children or []:
            if child.type in {"link_open", "link_close"}:
                is_address = child.type == "link_open" and child.info == "auto"
            elif child.type == "text" and not is_address:
                child.content = NAMES.sub(_signs_of, child.content)


def _signs_of(found: re.Match[str]) -> str:
    return NAME.sub(lambda name: _signs().get(name[1], name[0]), found[0])
