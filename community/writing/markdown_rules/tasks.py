"""Lists of tasks: `- [ ]` is to do, `- [x]` is done. A sign says so, which is read aloud and stands in excerpts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

BOX = re.compile(r"\[([ xX])\]\s+(?=\S)")
TO_DO, DONE = "\u2610", "\u2611\ufe0e"


def tasks(parser: MarkdownIt) -> None:
    """Teach a parser lists of tasks."""
    parser.core.ruler.after("inline", "tasks", _tick)


def _tick(state: StateCore) -> None:
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type, inline.type) != ("list_item_open", "paragraph_open", "inline"):
            continue
        first = inline.children[0] if inline.children else None
        box = BOX.match(first.content) if first and first.type == "text" else None
        if first and box:
            first.content = f"{TO_DO if box[1] == ' ' else DONE} {first.content[box.end() :]}"
            item.attrSet("class", "task")
