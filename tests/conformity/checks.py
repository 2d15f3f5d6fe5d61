"""The two comparisons: with CommonMark's examples, and of hostile texts with what may stand in a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any

from django.utils import translation

from community.writing.markdown import TAGS, render

from .allowed import expected, pieces, without_bare_links

ATTRIBUTES = {
    *("href", "title", "id", "rel", "src", "alt", "loading", "start", "class", "tabindex", "role", "aria-label"),
    *("width", "height", "data-card"),
}
CLASSES = {"table-scroll", "spoiler", "task"}
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
STARTS = ("http://", "https://", "mailto:")
# How somebody would bring a payload to where it might act: bare, and in each place that Markdown copies words to.
WAYS = (
    *("{}", "[x]({})", "[x](<{}>)", '[x](/ "{}")', "![{}]({})", "<{}>", "`{}`", "    {}", "# {}", "> {}", "- [ ] {}"),
    *("|{}|\n|-|\n|{}|", "[^1]\n\n[^1]: {}", "||{}||", "[spoiler]\n{}\n[/spoiler]", "@{}", ":{}:", "~~{}~~"),
    "[x]: {}\n\n[x]",
)


def drawn(text: str) -> str:
    """Draw a text as the site does; English, since examples are."""
    with translation.override("en"):
        return render(text, links_of=lambda names: {name: f"/anggota/{name}/" for name in names})


def different(examples: Iterable[Mapping[str, Any]]) -> list[str]:
    """Describe the examples that are drawn otherwise than they may be."""
    return [text for example in examples if (text := _difference(example["markdown"], example["html"]))]


def surviving(texts: Iterable[str]) -> list[str]:
    """Describe the hostile texts of which something would act in a page."""
    ways = ((text, way.format(*[text] * way.count("{}"))) for text in texts for way in WAYS)
    return [f"{way!r}: {fault}" for _text, way in ways if (fault := _fault(drawn(way)))]


def _difference(markdown: str, html: str) -> str:
    wanted, given = expected(markdown, html), pieces(drawn(markdown), is_ours=True)
    if wanted == given or without_bare_links(wanted) == without_bare_links(given):
        return ""
    return f"{markdown!r}\n  wanted {wanted}\n  given  {given}"


def _fault(html: str) -> str:
    reader = _Elements()
    reader.feed(html)
    reader.close()
    return reader.fault


class _Elements(HTMLParser):
    fault = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        address = values.get("href", values.get("src", "")).strip().lower()
        if tag not in TAGS | {"div"}:
            self.fault = f"<{tag}>"
        elif not set(values) <= ATTRIBUTES or not set(values.get("class", "").split()) <= CLASSES:
            self.fault = f"<{tag} {' '.join(values)}>"
        elif SCHEME.match(address) and not address.startswith(STARTS):
            self.fault = f"{tag} to {address}"
        elif not values.get("id", "fn-").startswith("fn-") or (tag == "img" and not address.startswith("/media/")):
            self.fault = f"<{tag} {values}>"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_comment(self, data: str) -> None:
        self.fault = "a comment"

    def handle_decl(self, decl: str) -> None:
        self.fault = "a declaration"

    def handle_pi(self, data: str) -> None:
        self.fault = "an instruction"
