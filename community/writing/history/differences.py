"""What is different between two texts, word by word, in a time that no text can lengthen.

Paragraphs are compared first, and words within those that changed. Comparing takes time in the product of both lengths,
so what is longer than `MOST` allows counts as replaced whole; what both begin and end with is left aside before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

MOST = 1_000_000  # pairs of pieces that one comparison looks at, at most
MOST_IN_ALL = 2_000_000  # of all comparisons of a text together
WORDS = re.compile(r"\w+|\s+|[^\w\s]+")


@dataclass(frozen=True)
class Sides:
    """Both texts as HTML: what went is marked in the one, what came in the other."""

    before: SafeString
    after: SafeString

    @property
    def is_same(self) -> bool:
        """Whether nothing is different."""
        return self.before == self.after


@dataclass(frozen=True)
class Piece:
    """A run of the text before and the run that stands in its place after."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Whether it stayed."""
        return self.before == self.after


def differences(before: str, after: str) -> Sides:
    """Mark what is different between two texts."""
    pieces = list(_Comparison().pieces(before, after))
    return Sides(
        before=_html((piece.before, "" if piece.is_same else "del") for piece in pieces),
        after=_html((piece.after, "" if piece.is_same else "ins") for piece in pieces),
    )


class _Comparison:
    """One comparison of two texts, which may look at so many pairs and no more."""

    def __init__(self) -> None:
        self.left = MOST_IN_ALL

    def pieces(self, before: str, after: str) -> Iterator[Piece]:
        """Compare paragraphs, and words within those that changed."""
        for some, others in self._runs(before.splitlines(keepends=True), after.splitlines(keepends=True)):
            old, new = "".join(some), "".join(others)
            if old == new:
                yield Piece(old, new)
                continue
            for words, other_words in self._runs(WORDS.findall(old), WORDS.findall(new)):
                yield Piece("".join(words), "".join(other_words))

    def _runs(self, before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
        """Yield runs of both that belong together, equal or not, in their order."""
        start = _shared(before, after)
        end = _shared(before[start:][::-1], after[start:][::-1])
        old, new = before[start : len(before) - end], after[start : len(after) - end]
        if start:
            yield before[:start], after[:start]
        if self._allows(len(old) * len(new)):
            for _tag, begin, stop, other_begin, other_stop in SequenceMatcher(None, old, new).get_opcodes():
                yield old[begin:stop], new[other_begin:other_stop]
        elif old or new:
            yield old, new
        if end:
            yield before[len(before) - end :], after[len(after) - end :]

    def _allows(self, cost: int) -> bool:
        """Count what a comparison costs, where there is anything to compare and enough left."""
        if not 0 < cost <= min(MOST, self.left):
            return False
        self.left -= cost
        return True


def _shared(before: Sequence[str], after: Sequence[str]) -> int:
    """Count what both begin with."""
    for place, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            return place
    return min(len(before), len(after))


def _html(runs: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((_run(text, mark),) for text, mark in runs if text))


def _run(text: str, mark: str) -> SafeString:
    lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
    if not mark:
        return lines
    if mark == "del":
        return format_html("<del>{}</del>", lines)
    return format_html("<ins>{}</ins>", lines)
