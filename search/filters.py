"""What a visitor asks, read from the address: a text, filters, a page. What names nothing real is left out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from home.models import Region, Sector
from home.services.named import regions_by_code, sectors_by_slug

from .sources import SOURCES


@dataclass(frozen=True)
class Filters:
    """A search as its address says it."""

    text: str
    kinds: tuple[str, ...]
    region: Region | None
    sector: Sector | None

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Read the query of an address, whatever stands in it."""
        code, slug = _plain(query.get("region", ""))[:20], _plain(query.get("sector", ""))[:80]
        return cls(
            text=" ".join(query.get("q", "").replace("\0", " ").split())[:200],
            kinds=tuple(kind for kind in SOURCES if kind in query.getlist("kind")),
            region=regions_by_code([code]).get(code) if code else None,
            sector=sectors_by_slug().get(slug) if slug else None,
        )

    def __bool__(self) -> bool:
        return bool(self.text or self.kinds or self.region or self.sector)

    @property
    def is_narrowed(self) -> bool:
        """Whether there is a filter besides the text."""
        return bool(self.kinds or self.region or self.sector)

    def address(self, **changes: object) -> str:
        """The query of the same search with something changed, from its first page."""
        values: dict[str, object] = {
            "q": self.text,
            "kind": list(self.kinds),
            "region": self.region.code if self.region else "",
            "sector": self.sector.slug if self.sector else "",
            **changes,
        }
        return "?" + urlencode([(name, value) for name, value in values.items() if value], doseq=True)


def _plain(text: str) -> str:
    """PostgreSQL refuses NUL in a text."""
    return text.replace("\0", "")
