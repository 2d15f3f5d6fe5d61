"""What `#` and some letters become while one writes: plain links to regions and topics; showing them asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from community.writing.completing.sources import Completion, link
from community.writing.leading import without_language

from .addresses import address_of
from .engines.breaker import suggest
from .engines.words import written
from .folding import without_blocked
from .sources import SOURCES

if TYPE_CHECKING:
    from community.writing.completing.sources import Asked

KINDS = ("region", "topic")
SHORTEST = 2  # letters


def regions_and_topics(asked: Asked) -> Iterator[Completion]:
    """Propose what the viewer may see, best first."""
    text = written(asked.text)
    if len(text) < SHORTEST:
        return
    found = suggest(text, asked.viewer.tokens, get_language() or "id", KINDS)
    for each in without_blocked(found, asked.viewer):
        entry = each.entry
        told = " · ".join(filter(None, (str(SOURCES[entry.kind].label), entry.place)))
        yield Completion(link(entry.title, without_language(address_of(entry))), entry.title, told)
