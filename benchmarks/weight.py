"""What a browser fetches for a page besides its pictures, as production serves it."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from benchmarks.environment import HOST
from benchmarks.measuring import visitor

FETCHED_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}
CSS_LINK = re.compile(r"""(?:url\(|@import\s+)\s*["']?((?!data:)[^"')\s]+)""")


@dataclass
class Visit:
    """Bytes by address; addresses on other hosts are only named."""

    bytes_by_path: dict[str, int] = field(default_factory=dict)
    other_hosts: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        """All bytes, without the headers of answers."""
        return sum(self.bytes_by_path.values())

    @property
    def assets(self) -> int:
        """Bytes of style sheets and scripts."""
        return sum(size for path, size in self.bytes_by_path.items() if path.endswith((".css", ".js")))


class _Links(HTMLParser):
    """Collects what a browser fetches by itself; pictures, films and pages that a link leads to are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of a style sheet, an icon, a script or a frame."""
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and FETCHED_RELS & set(values.get("rel", "").split()):
            self.found.append(values.get("href", ""))
        elif tag in {"script", "iframe", "embed"} and values.get("src"):
            self.found.append(values["src"])


def first_visit(path: str) -> Visit:
    """Fetch a page with an empty cache, and all that it and its style sheets name."""
    visit = Visit()
    html = _fetch(path, visit)
    links = _Links()
    links.feed(html)
    for link in links.found:
        _follow(urljoin(path, link), visit)
    return visit


def _follow(address: str, visit: Visit) -> None:
    parts = urlsplit(address)
    if parts.hostname not in {None, HOST}:
        visit.other_hosts.add(str(parts.hostname))
    elif parts.scheme != "data" and parts.path not in visit.bytes_by_path:
        text = _fetch(parts.path, visit)
        if parts.path.endswith(".css"):
            for link in CSS_LINK.findall(text):
                if not link.startswith("#"):
                    _follow(urljoin(address, link), visit)


def _fetch(path: str, visit: Visit) -> str:
    response = visitor().get(path)
    body = b"".join(response) if response.streaming else response.content
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}.")
    visit.bytes_by_path[path] = len(body)
    return (gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body).decode()
