"""What members' Markdown may show otherwise than CommonMark's examples, as rules.

1. Raw HTML is shown as it was typed: compared is what CommonMark makes of it with HTML switched off.
2. Headings are lowered below those of the page: the first level is h3, the second h4, all others h5.
3. A picture is a link called by its text, or "Picture"; inside of a link its text alone. (None of them is ours.)
4. Links lead to http, https, mailto or within the site; other schemes have no address. Each says that it is a member's.
5. A bare address is a link.
6. The language of code isn't named, since nothing colours it.
7. What is nested more than twelve deep stays as typed. (No example is.)
8. A link that stands alone on its line says by a mark which card comes in its place.

Breaks of lines between the tags of blocks don't count.
"""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

LOWERED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}
SCHEMES = {"", "http", "https", "mailto"}
VOID = {"br", "hr", "img"}
UNCOMPARED = {"rel", "class", "data-card"}
COMMONMARK = MarkdownIt("commonmark")
WITHOUT_HTML = MarkdownIt("commonmark", {"html": False})
Piece = tuple[str, ...]
"""A tag with its attributes, or a text."""


def expected(markdown: str, html: str) -> list[Piece]:
    """Say what an example should be here; `html` is what CommonMark says."""
    if has_html(markdown):
        html = str(WITHOUT_HTML.render(markdown))
    return pieces(html, is_ours=False)


def has_html(markdown: str) -> bool:
    """Tell whether CommonMark finds raw HTML in a text."""
    tokens = COMMONMARK.parse(markdown)
    return any(
        token.type == "html_block" or any(child.type == "html_inline" for child in token.children or [])
        for token in tokens
    )


def pieces(html: str, *, is_ours: bool) -> list[Piece]:
    """Take HTML apart; of CommonMark's the rules above are applied."""
    reader = _Reader(is_ours=is_ours)
    reader.feed(html)
    reader.close()
    return reader.found


def without_bare_links(found: list[Piece]) -> list[Piece]:
    """Leave out links that only show their own address."""
    kept: list[Piece] = []
    for place, piece in enumerate(found):
        before, after = found[place - 1 : place], found[place + 1 : place + 2]
        if piece[0] == "<a" and after and _shows(piece, after[0]):
            continue
        if piece == ("</a",) and place > 1 and found[place - 2][0] == "<a" and _shows(found[place - 2], before[0]):
            continue
        if kept and kept[-1][0] == piece[0] == "text":
            kept[-1] = ("text", kept[-1][1] + piece[1])
        else:
            kept.append(piece)
    return kept


def _shows(link: Piece, text: Piece) -> bool:
    return text[0] == "text" and any(part == f"href={text[1]}" for part in link[1:])


class _Reader(HTMLParser):
    def __init__(self, *, is_ours: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_ours = is_ours
        self.found: list[Piece] = []
        self.links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "img" and not self.is_ours:
            text = values.get("alt") or "Picture"
            if self.links:
                return self.handle_data(text)
            self._add("<a", _address(values["src"]))
            self.handle_data(text)
            return self._add("</a")
        if tag == "a":
            self.links += 1
            values["href"] = _address(values.get("href", ""))[5:] if "href" in values else ""
        named = [f"{name}={value}" for name, value in sorted(values.items()) if name not in UNCOMPARED and value]
        return self._add(f"<{tag if self.is_ours else LOWERED.get(tag, tag)}", *named)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.links -= tag == "a"
        if tag not in VOID:
            self._add(f"</{tag if self.is_ours else LOWERED.get(tag, tag)}")

    def handle_data(self, data: str) -> None:
        if data == "\n":  # between blocks it is nothing
            return
        if self.found and self.found[-1][0] == "text":
            self.found[-1] = ("text", self.found[-1][1] + data)
        else:
            self._add("text", data)

    def _add(self, *piece: str) -> None:
        self.found.append(piece)


def _address(address: str) -> str:
    """Name an address as an attribute, empty where its scheme leads nowhere here."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        scheme = ""
    return f"href={address}" if scheme.lower() in SCHEMES else "href="
