"""Words that are shown to who asks for them: `||inline||`, and `[spoiler]…[/spoiler]` in a line or around lines.

In a line they are blurred until they are pointed at, or reached by the keyboard; lines fold away. Neither needs a
script. What it is called is said in the language in which the text is drawn: that of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.translation import pgettext
from markdown_it.rules_inline.state_inline import Delimiter

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

MARKER = "|"
OPEN, CLOSE = "[spoiler]", "[/spoiler]"
# What the sanitiser lets pass, and what stands there afterwards.
SPAN, READABLE_SPAN = '<span class="spoiler">', '<span class="spoiler" tabindex="0" role="group" aria-label="{label}">'


def spoilers(parser: MarkdownIt) -> None:
    """Teach a parser to fold and blur."""
    parser.inline.add_terminator_char(MARKER)
    parser.inline.ruler.after("strikethrough", "spoiler", _find_markers)
    parser.inline.ruler.before("link", "spoiler_tag", _find_tags)
    parser.inline.ruler2.after("strikethrough", "spoiler", _pair)
    parser.block.ruler.before("blockquote", "spoiler", _fold, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.add_render_rule("fold_open", lambda *_args: f"<details><summary>{label()}</summary>\n")
    parser.add_render_rule("fold_close", lambda *_args: "</details>\n")


def label() -> str:
    """Say what is hidden, in a word."""
    return escape(pgettext("hidden in a text", "Spoiler"))


def readable(html: str) -> str:
    """Say of what is blurred that it is, and let the keyboard reach it."""
    return html.replace(SPAN, READABLE_SPAN.format(label=label())) if SPAN in html else html


def _find_markers(state: StateInline, silent: bool) -> bool:
    """Note each `||` that may open or close, as it is done for `~~`; one left over stays a sign."""
    if silent or state.src[state.pos] != MARKER:
        return False
    scanned = state.scanDelims(state.pos, True)
    if scanned.length < 2:
        return False
    if scanned.length % 2:
        state.push("text", "", 0).content = MARKER
    for _pair_of_signs in range(scanned.length // 2):
        state.push("text", "", 0).content = MARKER * 2
        state.delimiters.append(
            Delimiter(
                marker=ord(MARKER),
                length=0,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    state.pos += scanned.length
    return True


def _pair(state: StateInline) -> None:
    """Turn the markers that found each other into the beginning and the end of a spoiler."""
    lists = [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)]
    for delimiters in lists:
        for delimiter in delimiters:
            if delimiter.marker == ord(MARKER) and delimiter.end != -1:
                begin, end = state.tokens[delimiter.token], state.tokens[delimiters[delimiter.end].token]
                begin.type, begin.tag, begin.nesting, begin.content = "spoiler_open", "span", 1, ""
                begin.attrSet("class", "spoiler")
                end.type, end.tag, end.nesting, end.content = "spoiler_close", "span", -1, ""


def _find_tags(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(OPEN, state.pos):
        return False
    begin, last = state.pos + len(OPEN), state.posMax
    end = state.src.find(CLOSE, begin, last)
    if end <= begin:
        return False
    if not silent:
        state.push("spoiler_open", "span", 1).attrSet("class", "spoiler")
        state.pos, state.posMax = begin, end
        state.md.inline.tokenize(state)
        state.push("spoiler_close", "span", -1)
    state.pos, state.posMax = end + len(CLOSE), last
    return True


def _fold(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the lines between the two tags, each on a line of its own; one inside another is taken for words.

    Where the quote or list ends in which it stands is told only where a block begins, not where one may be interrupted.
    """
    if silent:
        end = min(end, state.env.get("block_end", end))
    else:
        state.env["block_end"] = end
    if _line(state, start) != OPEN or state.is_code_block(start) or state.env.get("is_in_spoiler"):
        return False
    close = _closing_line(state, start, end)
    if close is None:
        return False
    if silent:
        return True
    parent, last = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    state.push("fold_open", "details", 1).map = [start, close]
    state.env["is_in_spoiler"] = True
    state.md.block.tokenize(state, start + 1, close)
    state.env["is_in_spoiler"] = False
    state.push("fold_close", "details", -1)
    state.parentType, state.lineMax = parent, last
    state.line = close + 1
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """Find where it ends; what was looked through in vain isn't looked through again for the next opening tag."""
    seen: dict[tuple[int, int], int] = state.env.setdefault("spoilers_not_closed", {})
    place = (end, state.blkIndent)
    if start < seen.get(place, -1):
        return None
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        if _line(state, line) == CLOSE and not state.is_code_block(line):
            return line
        line += 1
    seen[place] = line
    return None


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip()
