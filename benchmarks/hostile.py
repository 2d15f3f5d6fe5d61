"""How long it takes to read texts that are made to take long: of each list the one that takes longest.

Bounds are some times what was measured: a reader whose time grows with the square of the length passes them by far.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.report import Result
from community.forums.models import Post
from community.forums.services.attributing import attributed_anew, settle_quotes
from community.forums.services.quoting import references_in, without_names
from community.writing.cards.reading_pages import read_page
from community.writing.history.differences import differences
from community.writing.services import render_markdown
from tests.factories import hostile

Reading = tuple[str, Callable[[], object]]
"""What a text consists of, and how it is read once."""


@dataclass(frozen=True)
class Hostile:
    """A list of texts, and how many milliseconds the slowest of them may take."""

    name: str
    readings: Callable[[Post], Iterator[Reading]]
    most: int


def measure_hostile(post: Post, only: str) -> Iterator[Result]:
    """Read each text of the lists whose name begins with `only`; some of them quote a post."""
    for each in LISTS:
        if each.name.startswith(only):
            took, text = max((_took(read), text) for text, read in each.readings(post))
            yield {"name": each.name, "slowest_ms": took, "slowest": ascii(text), "bound": {"slowest_ms": each.most}}


def _took(read: Callable[[], object]) -> float:
    """Read a text, and give the milliseconds of the processor that it took, whatever else the machine does."""
    before = time.process_time()
    read()
    return round((time.process_time() - before) * 1000, 1)


def _markdown(post: Post) -> Iterator[Reading]:
    for unit in hostile.MARKDOWN:
        for end in hostile.ENDS_OF_MARKDOWN:
            yield unit + end, partial(render_markdown, hostile.ended(unit, end), handles={})
    for unit in hostile.ENDLESS_MARKDOWN:
        yield unit, partial(render_markdown, hostile.repeated(unit, hostile.ENDLESS), handles={})


def _quotes(post: Post) -> Iterator[Reading]:
    for unit in hostile.QUOTES:
        for text in hostile.wrapped_quotes(unit):
            yield text[:30], partial(references_in, text)
            yield text[:30], partial(without_names, text, {("post", 7): False}, language="id")


def _settling(post: Post) -> Iterator[Reading]:
    at, word = f"[#{post.number}](/forum/kiriman/{post.pk}/)", post.body.split()[0]
    for unit in hostile.QUOTES_OF_A_POST:
        text = hostile.quotes_of_a_post(unit, at=at, word=word)
        yield unit, partial(settle_quotes, text, topic=post.topic, writer=post.author)
        yield unit, partial(attributed_anew, text, post, from_topic=post.topic_id)


def _differences(post: Post) -> Iterator[Reading]:
    for words, ending, seed in hostile.CHOICES:
        yield f"{words} words{ending}", partial(differences, *hostile.two_texts(words, ending, seed))


def _pages(post: Post) -> Iterator[Reading]:
    for unit in hostile.PAGES:
        yield unit.decode(), partial(read_page, hostile.repeated(unit, hostile.LONG_PAGE))


LISTS = (
    Hostile("hostile markdown", _markdown, 4_000),
    Hostile("hostile quotes", _quotes, 2_000),
    Hostile("hostile quotes of a post", _settling, 2_000),
    Hostile("hostile differences", _differences, 5_000),
    Hostile("hostile page of a link card", _pages, 3_000),
)
