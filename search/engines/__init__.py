"""The small protocol between the pages and whatever answers a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.safestring import SafeString

from search.engines.words import Words
from search.models import SearchEntry

FACETS = ("kind", "region", "sector", "language", "year", "when")
COMING, PAST = "coming", "past"
# Kinds of which a group has one entry in each language, so that each speaks for the thing; of others it has many.
TRANSLATED = ("region", "page", "story", "event")
# Kinds of which an entry leads its group: what must not stand in a result must not stand in what it is under either.
LEADING = (*TRANSLATED, "topic")
FEW = 10  # results, below which those that have only some of the words are shown too
SUGGESTIONS = 8

Kinds = tuple[str, ...]
Chosen = Mapping[str, tuple[str, ...]]
"""Values by facet; of each facet one must fit."""


@dataclass(frozen=True)
class Point:
    """A place, in degrees, WGS 84."""

    latitude: float
    longitude: float


def is_token(author: str) -> bool:
    """Whether an author is named by a token; what is typed as a name has no colon."""
    return ":" in author


@dataclass(frozen=True)
class Question:
    """What someone looks for; `tokens` are the viewer's, so that nothing else is found, counted or excerpted.

    `chosen` are the facets that were ticked: the counts of a facet are made without its own. `demanded` was typed as
    `kind:event`; it narrows everything. `authors` are tokens (`user:7`, `organisation:3`) or names, of which one must
    fit. `since` is included, `until` is not.
    `promoted` are groups that editors put first. `after` continues where the answer of the page before ended; what was
    written since the first page, with a key greater than `known_to`, is left out: so nothing moves, and comes twice.
    Where the next page is asked for by its number, `is_numbered`, the answer need not say where to go on.

    Only entries with a key greater than `newer_than` are found, and with `up_to` none with a greater one than that: so
    members are told what is new, and then only what has every word, since nobody wants a mail about what nearly fits.
    Nor about what is `not_by` tokens of members whom they have blocked.
    """

    words: Words
    tokens: frozenset[str]
    language: str
    chosen: Chosen = field(default_factory=dict)
    demanded: Chosen = field(default_factory=dict)
    not_by: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    near: Point | None = None
    sort: str = "best"
    promoted: tuple[str, ...] = ()
    newer_than: int = 0
    up_to: int = 0
    page: int = 1
    is_numbered: bool = False
    per_page: int = 20
    after: tuple[Any, ...] = ()
    known_to: int = 0

    @property
    def is_senseless(self) -> bool:
        """Whether something was typed, but no word to look for or to leave out."""
        return bool(self.words.text) and not (self.words or self.words.excluded)

    @property
    def shown_in(self) -> str:
        """The language to show a thing in that has several: the reader's, unless others were asked for."""
        asked = self.chosen.get("language") or (self.language,)
        return self.language if self.language in asked else asked[0]

    @property
    def order(self) -> str:
        """How to sort: by fit only where there are words, by distance only from a place."""
        if self.sort == "nearest" and not self.near:
            return "best"
        return "newest" if self.sort == "best" and not self.words else self.sort


@dataclass
class Hit:
    """One result: its entry, with the title and an excerpt as safe HTML in which what was looked for is marked.

    `is_folded` is True where the viewer has blocked who wrote it.
    """

    entry: SearchEntry
    title: SafeString
    excerpt: SafeString
    is_folded: bool = False


@dataclass
class Answer:
    """A page of results; `is_capped` says that there are more than were counted.

    Where it is capped and nothing is `next`, only those that were counted can be reached. `counts` are by
    facet and value; where `is_partial`, there are more than they say. `mended` are words as they are known, by those
    that were typed and nobody knows; `is_meant` says that they were looked for instead. `meant` is the whole text with
    them, which is written by who knows that. `is_stand_in` says that the database answered because Elasticsearch is
    away, or has to catch up; `is_behind`, that it answered, and what was written just now may be missing. `next` is
    where to go on.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    is_partial: bool = False
    mended: dict[str, str] = field(default_factory=dict)
    meant: str = ""
    is_meant: bool = False
    is_stand_in: bool = False
    is_behind: bool = False
    next: tuple[Any, ...] = ()


@dataclass
class Suggestion:
    """What the first letters may become: an entry, with its title as safe HTML."""

    entry: SearchEntry
    title: SafeString


class Engine(Protocol):
    """Answers questions about the entries."""

    def search(self, question: Question) -> Answer:
        """Give one page of results and the counts to filter by."""
        ...

    def suggest(self, text: str, tokens: frozenset[str], language: str, kinds: Kinds = ()) -> list[Suggestion]:
        """Give a few things whose name has the words, of which the last may be but begun; or only of some kinds."""
        ...


class OtherEngineError(Exception):
    """The page before was answered by the other engine, so there is no way to go on from it."""
