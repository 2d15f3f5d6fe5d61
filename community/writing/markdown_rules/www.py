"""`www.contoh.id` is a link, as in GitHub's Markdown; other names of hosts are words, since "dll.dan" is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BEGINNING = "www."
PART = re.compile(r"[\w@/.:-]")  # what stands before it in an address or a word


def www(parser: MarkdownIt) -> None:
    """Teach a parser to find them."""
    linkify: Any = parser.linkify
    found = linkify.re
    domains = rf"(?:(?:{found['src_domain']})\.)+{found['src_domain_root']}"
    rest = f"{domains}{found['src_port']}{found['src_host_terminator']}{found['src_path']}"
    pattern = re.compile(rest, re.IGNORECASE)

    def validate(_self: object, text: str, place: int) -> int:
        """Say how much of a text belongs to the address, from behind its beginning."""
        if PART.match(text, place - len(BEGINNING) - 1) if place > len(BEGINNING) else None:
            return 0
        match = pattern.match(text, place)
        return len(match[0]) if match else 0

    def normalize(_self: object, match: Any) -> None:
        match.url = f"http://{match.url}"

    linkify.add(BEGINNING, {"validate": validate, "normalize": normalize})
