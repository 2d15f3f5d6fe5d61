"""How many entries Elasticsearch has: of few, all can be counted."""

from __future__ import annotations

import time
from dataclasses import dataclass

from search.engines.elasticsearch_server import ask

KNOWN_FOR = 60  # seconds
MOST_COUNTED = 10_000


@dataclass
class IndexSize:
    """What a process knows of it; it looks again each minute while it is asked."""

    entries: int = 0
    known_until: float = 0

    def is_within(self, most: int) -> bool:
        """Whether the index has so many entries at most."""
        now = time.monotonic()
        if now >= self.known_until:
            said = ask(query={"match_all": {}}, size=0, track_total_hits=MOST_COUNTED)
            self.entries, self.known_until = said["hits"]["total"]["value"], now + KNOWN_FOR
        return self.entries <= most


index_size = IndexSize()
