"""The Markdown that members may write, as HTML that can't harm anybody.

Raw HTML is shown as typed. Everything the parser makes passes an allow-list once more, so a fault in one of them stays
without effect. No picture is fetched from another host: it becomes a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import table

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

HEADINGS = {"h1": "h3", "h2": "h4"}  # a page's own headings end at h2; all deeper ones of a text are h5
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"),
    *("h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "loading"}, "ol": {"start"}}
MAX_NESTING = 12
MAX_CELLS = 2_000  # of all tables of a text: a short row is filled up, so 20,000 characters could make 25 million


def render(text: str) -> SafeString:
    """Markdown as safe HTML."""
    html = nh3.clean(
        PARSER.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    # Only tags that the sanitiser let pass look like this: a "<" that somebody typed is an entity by now.
    return mark_safe(html.replace("<table>", TABLE_OPEN).replace("</table>", "</table></div>"))  # noqa: S308


def words(text: str) -> str:
    """Give the words of a Markdown text, single-spaced, without marks and addresses."""
    parts: list[str] = []
    for token in PARSER.parse(text):
        if token.type == "inline":
            parts.append("".join(_inline_words(token.children or [])))
        elif token.type in {"fence", "code_block"}:
            parts.append(token.content)
    return " ".join(" ".join(parts).split())


def _inline_words(tokens: Sequence[Token]) -> list[str]:
    return [" " if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens]


def _settle(state: StateCore) -> None:
    """Lower the headings, and turn pictures of other hosts into links."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = HEADINGS.get(token.tag, "h5")
        inside_link = False
        for child in token.children or []:
            if child.type in {"link_open", "link_close"}:
                inside_link = child.type == "link_open"
            elif child.type == "image" and _is_ours(str(child.attrGet("src"))):
                child.attrSet("loading", "lazy")
            elif child.type == "image":
                child.type = "text" if inside_link else "picture_link"
                child.content = child.content or str(_("Picture"))


def _is_ours(src: str) -> bool:
    return src.startswith(settings.MEDIA_URL) and ".." not in unquote(src)


def _picture_link(self: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    token = tokens[index]
    href = nh3.clean_text(str(token.attrGet("src")))
    return f'<a href="{href}">{nh3.clean_text(token.content)}</a>'


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a table, as far as the cells that a text may have suffice; what follows stays as it was typed."""
    if start + 1 >= end:
        return False
    columns = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]].count("|") + 1
    used: int = state.env.get("cells", 0)
    rows = (MAX_CELLS - used) // columns
    if rows < 2 or not table(state, start, min(end, start + rows), silent):
        return False
    if not silent:
        state.env["cells"] = used + columns * (state.line - start)
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]  # "e.g.so" is no link
    parser.core.ruler.push("settle", _settle)
    parser.add_render_rule("picture_link", _picture_link)
    return parser


PARSER = _parser()
TABLE_OPEN = '<div class="table-scroll" tabindex="0"><table>'
