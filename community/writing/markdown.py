"""The Markdown that members may write, as HTML that can't harm anybody.

CommonMark with tables, strikethrough, bare addresses as links, footnotes, lists of tasks, spoilers, emoji by name, and
`@handle` as a link. Raw HTML is shown as typed. Everything the parser makes passes an allow-list once more, so a fault
in one of them stays without effect. No picture is fetched from another host: it becomes a link.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import table

from .cards.marking import MARK, mark_links
from .hosts import as_read_by_browsers
from .markdown_rules.emoji import emoji
from .markdown_rules.footnotes import footnotes
from .markdown_rules.names import Names, names, readings
from .markdown_rules.spoilers import readable, spoilers
from .markdown_rules.tasks import tasks
from .markdown_rules.www import www
from .uploads.addresses import has_pictures, size_in
from .uploads.addresses import names_in as names_of_pictures

if TYPE_CHECKING:
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

LinksOf = Callable[[Collection[str]], Mapping[str, str]]
"""Says where each of some names leads; what leads nowhere may be left out."""

HEADINGS = {"h1": "h3", "h2": "h4"}  # a page's own headings end at h2; all deeper ones of a text are h5
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img"),
    *("h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
    *("sup", "span", "details", "summary"),  # of footnotes and spoilers
}
ATTRIBUTES = {
    "a": {"href", "title", "id", MARK},
    "img": {"src", "alt", "loading", "width", "height"},
    "ol": {"start"},
    "li": {"id"},
}
LINKS = {"link_open": "href", "picture_link": "src"}
CLASSES = {"li": {"task"}, "span": {"spoiler"}}
MAX_NESTING = 12
MAX_CELLS = 2_000  # of all tables of a text: a short row is filled up, so 32,000 characters could make 25 million


def render(text: str, *, links_of: LinksOf, prefix: str = "") -> SafeString:
    """Markdown as safe HTML; texts that stand on one page have each a `prefix` of their own, for their footnotes.

    Where names lead is asked once, and only if there are any.
    """
    ids = f"fn-{prefix}-" if prefix else "fn-"
    env: dict[str, Any] = {"ids": ids}
    tokens = PARSER.parse(text, env)
    if env["names"]:
        env["links"] = links_of(_readings(env["names"]))
    html = nh3.clean(
        str(PARSER.renderer.render(tokens, PARSER.options, env)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
        id_prefix=ids,
    )
    # Only tags that the sanitiser let pass look like this: a "<" that somebody typed is an entity by now.
    for tag, around in AROUND.items():
        html = html.replace(tag, around)
    return mark_safe(readable(html))  # noqa: S308


def names_in(text: str, *, quoted: bool = True) -> list[str]:
    """Give the handles that may be meant by the names in a text, perhaps without what it only quotes."""
    if "@" not in text:
        return []
    env: dict[str, Any] = {}
    PARSER.parse(text, env)
    found: Names = env["names"]
    return _readings({name: said for name, said in found.items() if said or quoted})


def links_in(text: str, *, quoted: bool = True) -> list[str]:
    """Give the addresses of other sites that a text leads to, each once, as it is drawn; perhaps without its quotes.

    A picture of another host is a link, too.
    """
    found: dict[str, None] = {}
    quotes = 0
    for token in PARSER.parse(text):
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if quotes and not quoted:
            continue
        for child in token.children or []:
            name = LINKS.get(child.type)
            if name and _leads_out(address := str(child.attrGet(name))):
                found[address] = None
    return list(found)


def quoted_paragraphs(text: str) -> Iterator[tuple[int, int, Sequence[Token]]]:
    """Give the paragraphs that a text quotes: the first line of each, the one behind it, and what it is made of."""
    quotes, around = 0, ""
    for token in PARSER.parse(text):
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if quotes and around in {"paragraph_open", "heading_open"} and token.map and token.children:
            yield token.map[0], token.map[1], token.children
        around = token.type


def pictures_in(text: str) -> list[str]:
    """Name the pictures that a text shows or leads to, each once; not those that it only quotes."""
    found: dict[str, None] = {}
    quotes = 0
    for token in PARSER.parse(text) if has_pictures(text) else ():
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        for child in () if quotes else token.children or ():
            address = child.attrGet("href" if child.type == "link_open" else "src")
            found |= dict.fromkeys(names_of_pictures(str(address or "")))
    return list(found)


def words(text: str) -> str:
    """Give the words of a Markdown text, single-spaced, without marks and addresses, and without what is hidden."""
    parts: list[str] = []
    folds = 0
    for token in PARSER.parse(text):
        folds += {"fold_open": 1, "fold_close": -1}.get(token.type, 0)
        if token.type == "fold_open":
            parts.append(HIDDEN)
        if folds:
            continue
        if token.type == "inline":
            parts.append("".join(_inline_words(token.children or [])))
        elif token.type in {"fence", "code_block"}:
            parts.append(token.content)
    return " ".join(" ".join(parts).split())


def _inline_words(tokens: Sequence[Token]) -> list[str]:
    said: list[str] = []
    spoilers_open = 0
    for token in tokens:
        spoilers_open += {"spoiler_open": 1, "spoiler_close": -1}.get(token.type, 0)
        if token.type == "spoiler_open":
            said.append(HIDDEN)
        elif not spoilers_open:
            said.append(" " if token.type in {"softbreak", "hardbreak"} else token.content)
    return said


def _readings(found: Names) -> list[str]:
    return list(dict.fromkeys(way for name in found for way in readings(name)))


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
                _give_size(child)
            elif child.type == "image":
                child.type = "text" if inside_link else "picture_link"
                said = RENDERER.renderInlineAsText(child.children, PARSER.options, state.env)
                child.content = said or str(_("Picture"))


def _give_size(image: Token) -> None:
    """Say how large a picture of a text is, so that the page doesn't jump when it comes."""
    if size := size_in(str(image.attrGet("src"))):
        image.attrSet("width", size[0])
        image.attrSet("height", size[1])


def _leads_out(address: str) -> bool:
    """Tell whether an address is one of another site."""
    try:
        parts = urlsplit(as_read_by_browsers(address))
    except ValueError:
        return True
    ours = urlsplit(settings.BASE_URL).netloc
    if not parts.netloc:
        return parts.scheme in {"http", "https"}
    return parts.scheme in {"", "http", "https"} and parts.netloc.lower() != ours.lower()


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
    for teach in (spoilers, footnotes, tasks, emoji, names, www):
        teach(parser)
    parser.core.ruler.push("settle", _settle)
    parser.core.ruler.push("mark_links", mark_links)
    parser.add_render_rule("picture_link", _picture_link)
    return parser


PARSER = _parser()
RENDERER = cast("RendererHTML", PARSER.renderer)
HIDDEN = "…"
AROUND = {
    "<table>": '<div class="table-scroll" tabindex="0"><table>',
    "</table>": "</table></div>",
}
