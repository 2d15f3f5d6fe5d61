"""The small protocol between the pages and whatever answers a search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from django.utils.safestring import SafeString

from search.models import SearchEntry

# How much a kind counts, whichever engine answers; 1 where nothing is said.
KIND_BOOSTS = {"region": 1.6, "page": 1.2, "story": 1.3, "event": 1.2, "topic": 1.1, "post": 0.9, "comment": 0.8}


@dataclass(frozen=True)
class Question:
    """What someone looks for; `tokens` are the viewer's, so that nothing else is found, counted or excerpted.

    Only entries with a key greater than `newer_than` are found, and with `up_to` none with a greater one than that: so
    members are told what is new, and then only what has every word, since nobody wants a mail about what nearly fits.
    """

    text: str
    tokens: frozenset[str]
    language: str
    kinds: tuple[str, ...] = ()
    region: str = ""
    sector: str = ""
    page: int = 1
    per_page: int = 20
    newer_than: int = 0
    up_to: int = 0


@dataclass
class Hit:
    """One result: its entry, with the title and an excerpt as safe HTML in which what was looked for is marked."""

    entry: SearchEntry
    title: SafeString
    excerpt: SafeString


@dataclass
class Answer:
    """A page of results; `is_capped` says that there are more than were counted.

    `is_stand_in` says that the database answered because Elasticsearch is away.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False
    kinds: dict[str, int] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    is_stand_in: bool = False


class Engine(Protocol):
    """Answers questions about the entries."""

    def search(self, question: Question) -> Answer:
        """Give one page of results and the counts to filter by."""
        ...
