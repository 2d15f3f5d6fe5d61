"""What was typed of a name so far: whole words, each of which may be said otherwise, and the beginning of one more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, product

from search.engines.words import WORD, Phrase, Term, Words
from search.old_spelling import respelled
from search.region_codes import with_dots
from search.stop_words import STOP_WORDS
from search.wording import synonyms

MOST_WAYS = 24
TALK = ("post", "comment")  # kinds that stand under another thing and bear its title, so they are not suggested
# What counts of a name, so far apart that no kind, day or use of a thing weighs it up: it is called just so; it begins
# so; it is called, or begins with, what means the same; it has the words in a row, or anywhere.
CALLED_SO, BEGUN = 450.0, 200.0
CALLED_OTHERWISE, BEGUN_OTHERWISE = 90.0, 40.0
IN_A_ROW, HAS = 10.0, 5.0


@dataclass(frozen=True)
class Reading:
    """What a name must have as whole words, or said otherwise; and beginnings, of which one of its words must have one.

    Where nothing is `begun`, the last word is a whole one, too.
    """

    whole: tuple[Term, ...]
    begun: tuple[str, ...] = ()

    @property
    def ways(self) -> Iterator[str]:
        """Each way to write it."""
        meanings = [[" ".join(phrase) for phrase in term.meanings] for term in self.whole]
        return (" ".join(each) for each in product(*meanings, *([self.begun] if self.begun else ())))

    def for_sqlite(self) -> str:
        """As a query of FTS5."""
        said = [
            [f"({' AND '.join(_quoted((word,)) for word in term.words)})", *map(_quoted, term.others)]
            for term in self.whole
        ]
        begun = [[f"{_quoted((word,))}*" for word in self.begun]] if self.begun else []
        return " AND ".join(f"({' OR '.join(either)})" for either in [*said, *begun])

    def for_postgresql(self) -> str:
        """As a query for `to_tsquery`, of titles only."""
        said = [
            [_titled(term.words, " & "), *(_titled(phrase, " <-> ") for phrase in term.others)] for term in self.whole
        ]
        begun = [[f"{word}:*A" for word in self.begun]] if self.begun else []
        return " & ".join(f"({' | '.join(either)})" for either in [*said, *begun])


@dataclass(frozen=True)
class Beginning:
    """The words in a row, the ways to read them, and how a name begins then: as it was typed, or otherwise."""

    words: Phrase
    readings: tuple[Reading, ...]
    as_typed: tuple[str, ...]
    otherwise: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Beginning:
        """Read what has at least one word.

        The last one counts as a whole word too where that has synonyms; the code of a region may lack its dots.
        """
        written, codes = with_dots(text)
        meanings = {**synonyms(), **codes}
        *before, last = words = WORD.findall(written.lower())
        whole = _whole(before, meanings)
        readings = [Reading(whole, tuple(dict.fromkeys((last, respelled(last)))))]
        every = Words.parse(" ".join(words), meanings).terms
        if every[-1].others and every[-1].words[-1] == last:
            readings.append(Reading((*whole, every[-1]) if every[-1].words == (last,) else every))
        as_typed = tuple(dict.fromkeys((" ".join(text.lower().split()), " ".join(words))))
        ways = dict.fromkeys(chain.from_iterable(islice(reading.ways, MOST_WAYS) for reading in readings))
        otherwise = tuple(way for way in ways if way not in as_typed)
        return cls(tuple(words), tuple(readings), as_typed, otherwise)


def _whole(words: list[str], meanings: Mapping[str, Collection[str]]) -> tuple[Term, ...]:
    """Whole words of a name as terms; those that are too common to search by are asked for, too: the name has them."""
    terms = Words.parse(" ".join(words), meanings).terms
    said = {word for term in terms for word in term.words}
    return (*terms, *(Term((word,)) for word in dict.fromkeys(words) if word in STOP_WORDS and word not in said))


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'


def _titled(phrase: Phrase, glue: str) -> str:
    return f"({glue.join(f'{word}:A' for word in phrase)})"
