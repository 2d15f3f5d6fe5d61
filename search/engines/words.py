"""What someone typed, as terms, and the terms as a query of each database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from search.old_spelling import respelled
from search.phrases import unaccented
from search.stemming import stemmed_keys
from search.stop_words import STOP_WORDS

LONGEST = 200
MOST_WORDS = 12
MOST_OTHERS = 12
LONGEST_SYNONYM = 6  # words
# Words this short are matched whole: as beginnings they would match half the dictionary.
SHORTEST_BEGINNING = 4
# The code of a region is one word.
WORD = re.compile(r"\d+(?:\.\d+)+|\w+")
PHRASE = '["“”„]([^"“”„]*)["“”„]?'
EXCLUDED = re.compile(rf'(?<!\S)-(?:{PHRASE}|[^\s"“”„]+)')
# A sign behind a word is no quote: 5" are inches.
QUOTED = re.compile(rf'((?<!\S)-)?(?<!\w){PHRASE}|((?<!\S)-)?([^\s"“”„]+)')

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """Words that are looked for together: in this order if quoted, and `others` that mean the same instead of them."""

    words: Phrase
    is_phrase: bool = False
    is_protected: bool = False
    others: tuple[Phrase, ...] = ()

    @property
    def is_beginning(self) -> bool:
        """Whether what begins with it matches too."""
        return not self.is_phrase and len(self.words) == 1 and len(self.words[0]) >= SHORTEST_BEGINNING

    @property
    def is_common(self) -> bool:
        """Whether it is one word that says hardly anything: it joins a sentence, or asks."""
        return len(self.words) == 1 and unaccented(self.words[0]) in STOP_WORDS

    @property
    def meanings(self) -> tuple[Phrase, ...]:
        """The words themselves, and each way to say them."""
        return (self.words, *self.others)


@dataclass(frozen=True)
class Words:
    """The text as typed, the terms found in it, what must not stand in a result, and what is beyond `MOST_WORDS`."""

    text: str
    terms: tuple[Term, ...]
    excluded: tuple[Phrase, ...] = ()
    beyond: tuple[str, ...] = ()

    @classmethod
    def parse(
        cls,
        text: str,
        synonyms: Mapping[str, Collection[str]] | None = None,
        protected: Collection[str] = (),
    ) -> Self:
        """Read what was typed: bare words, "phrases" in quotes, -words to leave out; anything else only separates.

        A word too common to search by counts where it is quoted, or where nothing else was typed.
        """
        text = " ".join(text.replace("\0", " ").split())[:LONGEST]
        bare: list[str] = []
        terms: list[Term] = []
        excluded: list[Phrase] = []
        for minus, quoted, minus_word, word in QUOTED.findall(text):
            words = tuple(WORD.findall((quoted or word).lower()))
            if words and (minus or minus_word):
                excluded.append(words)
            elif words and quoted:
                terms.append(Term(words, is_phrase=True))
            else:
                bare.extend(words)
        terms += _grouped(bare, synonyms or {}, protected)
        wanted = list(dict.fromkeys([term for term in terms if term.is_phrase or not term.is_common] or terms))
        unwanted = list(dict.fromkeys(excluded))
        beyond = [" ".join(term.words) for term in wanted[MOST_WORDS:]]
        beyond += [f"-{' '.join(phrase)}" for phrase in unwanted[MOST_WORDS:]]
        return cls(text, tuple(wanted[:MOST_WORDS]), tuple(unwanted[:MOST_WORDS]), tuple(beyond))

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def is_common(self) -> bool:
        """Whether nothing but words was typed that stand almost everywhere."""
        return bool(self.terms) and all(term.is_common for term in self.terms)

    @property
    def is_several(self) -> bool:
        """Whether some of the words could match where all don't."""
        return len(self.terms) > 1 or any(len(term.words) > 1 and not term.is_phrase for term in self.terms)

    @property
    def apart(self) -> Words:
        """The same, each word for itself: what means the same as several of them stays with the first."""
        terms: list[Term] = []
        for term in self.terms:
            if term.is_phrase or len(term.words) == 1:
                terms.append(term)
            else:
                first, *rest = [word for word in term.words if word not in STOP_WORDS] or term.words
                terms += [Term((first,), False, term.is_protected, term.others)]
                terms += [Term((word,), False, term.is_protected) for word in rest]
        return replace(self, terms=tuple(terms))

    @property
    def without_accents(self) -> Words:
        """The same, for an index that has none: so what is compared with its words is compared alike."""
        terms = dict.fromkeys(replace(term, words=_without_accents(term.words)) for term in self.terms)
        return replace(self, terms=tuple(terms), excluded=tuple(dict.fromkeys(map(_without_accents, self.excluded))))

    @property
    def plain(self) -> str:
        """The words alone, in small letters: what a name is compared with."""
        return " ".join(word for term in self.terms for word in term.words)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What to mark in a text without accents: each term from the beginning of a word, to its end if it is begun."""
        found = {
            (_without_accents(phrase), term.is_beginning and phrase == term.words)
            for term in self.terms
            for phrase in _marked(term)
        }
        parts = [
            r"\W+".join(map(re.escape, phrase)) + (r"\w*" if is_beginning else r"\b")
            for phrase, is_beginning in sorted(found, key=lambda pair: -len("".join(pair[0])))
        ]
        return re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE)

    def for_sqlite(self, *, every: bool) -> str:
        """As a query of FTS5; the words are quoted, so nothing typed is read as its syntax.

        Phrases must all be there; where not every word must, they are enough.
        """
        phrases: list[str] = []
        others: list[str] = []
        for term in self.terms:
            typed = _quoted(term.words) if term.is_phrase else " AND ".join(_quoted((word,)) for word in term.words)
            said = [f"({typed}{'*' if term.is_beginning else ''})", *(_quoted(phrase) for phrase in term.others)]
            (phrases if term.is_phrase else others).append(f"({' OR '.join(said)})")
        some = [f"({(' AND ' if every else ' OR ').join(others)})"] if others and (every or not phrases) else []
        return " AND ".join([*phrases, *some])

    def for_postgresql(self, *, every: bool) -> SqlQuery:
        """As an SQL expression of type tsquery: each term as typed, stemmed, or said differently; phrases as typed.

        The index keeps accents, so a word with one is looked for without it, too.
        """
        phrases, others = SqlQuery(), SqlQuery()
        for term in self.terms:
            one = SqlQuery()
            glue = " <-> " if term.is_phrase else " & "
            for words in dict.fromkeys((term.words, _without_accents(term.words))):
                one.either("to_tsquery('simple', %s)", glue.join(words) + (":*" if term.is_beginning else ""))
                if not (term.is_protected or term.is_phrase):
                    for language in ("indonesian", "english"):
                        one.either(f"plainto_tsquery('{language}', %s)", " ".join(words))
            for phrase in term.others:
                one.either("phraseto_tsquery('simple', %s)", " ".join(phrase))
            if term.is_phrase:
                phrases.add(one, " && ")
            else:
                others.add(one, " && " if every else " || ")
        if others.sql and (every or not phrases.sql):
            phrases.add(others, " && ")
        return phrases


@dataclass
class SqlQuery:
    """An SQL expression that grows, with its parameters."""

    sql: str = ""
    params: list[Any] = field(default_factory=list)

    def either(self, sql: str, param: str) -> None:
        """Let it match this too."""
        self.add(SqlQuery(sql, [param]), " || ")

    def add(self, other: SqlQuery, operator: str) -> None:
        """Join another expression by an operator."""
        self.sql = f"{self.sql}{operator}({other.sql})" if self.sql else f"({other.sql})"
        self.params += other.params


def written(text: str) -> str:
    """What was typed, as one writes it: wide and decomposed letters as usual ones, without signs that nobody sees."""
    seen = (char for char in unicodedata.normalize("NFKC", text) if char.isspace() or not _is_unseen(char))
    return " ".join("".join(seen).split())


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf"}


def rewritten(text: str, mended: Mapping[str, str]) -> str:
    """Write a text with other words for some, which may be known without accents only; all else in it stays."""
    return re.sub(r"\w+", lambda found: _known(found[0].lower(), mended) or found[0], text)


def _known(word: str, mended: Mapping[str, str]) -> str:
    return mended.get(word) or mended.get(unaccented(word), "")


def _grouped(bare: list[str], synonyms: Mapping[str, Collection[str]], protected: Collection[str]) -> Iterator[Term]:
    """Give bare words as terms; the longest run of them that has synonyms is one term."""
    position = 0
    while position < len(bare):
        for length in range(min(LONGEST_SYNONYM, len(bare) - position), 0, -1):
            run = tuple(bare[position : position + length])
            said = _said_otherwise(run, synonyms)
            if said or length == 1:
                others = sorted(tuple(WORD.findall(phrase)) for phrase in said)
                is_protected = any(word in protected for word in _without_accents(run))
                yield Term(run, False, is_protected, tuple(filter(None, others))[:MOST_OTHERS])
                position += length
                break


def _said_otherwise(run: Phrase, synonyms: Mapping[str, Collection[str]]) -> set[str]:
    """What means the same as a run of words; of a word in an old spelling also how it is spelled today."""
    plain = _without_accents(run)
    today = tuple(map(respelled, plain))
    said = {phrase for words in {plain, today} for key in stemmed_keys(words) for phrase in synonyms.get(key, ())}
    if said or len(run) == 1:
        said.add(" ".join(today))
    return said - {" ".join(run), " ".join(plain)}


def _without_accents(phrase: Phrase) -> Phrase:
    return tuple(map(unaccented, phrase))


def _marked(term: Term) -> Iterator[Phrase]:
    yield from term.others
    if term.is_phrase:
        yield term.words
    else:
        yield from ((word,) for word in term.words)


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
