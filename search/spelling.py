"""Which word of a public title was meant by one with a typing error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from string import ascii_lowercase

from .models import EntryTerm, SearchEntry, Spelling
from .permissions import public_tokens

SHORTEST, LONGEST = 4, 40
# Of a word that long, two letters may have been left out; looked for only in the first few of a text: it asks for more.
SHORTEST_SHORTENED, MOST_SHORTENED = 6, 3
BATCH = 1000
DOUBLED = re.compile(r"(.)\1+")


def learn(texts: Iterable[str]) -> None:
    """Take in the words of texts that everyone may read."""
    words = {word for text in texts for word in _words(text)}
    words -= set(Spelling.objects.filter(variant__in=words, word__in=words).values_list("word", flat=True))
    # In one order, so that two who learn the same words at once wait for each other, and not in a circle.
    rows = sorted((variant, word) for word in words for variant in _variants(word))
    Spelling.objects.bulk_create(
        [Spelling(variant=variant, word=word) for variant, word in rows], ignore_conflicts=True, batch_size=BATCH
    )


def forget_unused() -> int:
    """Drop the words that no public title has any more; return how many rows went."""
    titles = SearchEntry.objects.findable_by(public_tokens()).values_list("title", flat=True)
    names = EntryTerm.objects.filter(field=EntryTerm.Field.NAME, entry__is_deleted=False).values_list(
        "value", flat=True
    )
    used = {word for texts in (titles, names) for text in texts.iterator(chunk_size=BATCH) for word in _words(text)}
    known = Spelling.objects.values_list("word", flat=True).distinct()
    unused = [word for word in known if word not in used]
    return sum(
        Spelling.objects.filter(word__in=unused[start : start + BATCH]).delete()[0]
        for start in range(0, len(unused), BATCH)
    )


def mended(words: Iterable[str], *, stands: Callable[[str], bool]) -> dict[str, str]:
    """Give, for each word that no public title has, the word that was meant, where there is one.

    Until the night a word is known whose title was closed or deleted meanwhile; `stands` says whether it may be told.
    """
    meant = {word: next(filter(stands, others), "") for word, others in similar(words).items()}
    return {word: other for word, other in meant.items() if other}


def similar(words: Iterable[str]) -> dict[str, list[str]]:
    """Give, for each word that no public title has, the words of titles that may have been meant, the likeliest first.

    It has one letter less or more, another one or two of them swapped; where there is none such, two letters more.
    """
    asked = [word for word in words if SHORTEST <= len(word) <= LONGEST]
    near = _related(asked, _variants, _is_near)
    unknown = [word for word in asked if not near[word] and len(word) >= SHORTEST_SHORTENED]
    near |= _related(unknown[:MOST_SHORTENED], _lengthened, _is_shortened)
    return {
        word: sorted(others, key=partial(_unlikeness, word))
        for word, others in near.items()
        if others and word not in others
    }


def differ_beyond_doubling(word: str, other: str) -> bool:
    """Whether two words differ by more than letters that stand twice in one and once in the other: the usual error."""
    return DOUBLED.sub(r"\1", word) != DOUBLED.sub(r"\1", other)


def _unlikeness(word: str, other: str) -> tuple[bool, bool, bool, str]:
    """Order known words by what happens most: a letter is not doubled; any but the first is wrong; two are swapped."""
    return differ_beyond_doubling(word, other), other[0] != word[0], sorted(other) != sorted(word), other


def _related(
    words: Iterable[str], variants_of: Callable[[str], set[str]], is_related: Callable[[str, str], bool]
) -> dict[str, set[str]]:
    """Give for each word the known ones that share a variant with it and are related."""
    asked = {word: variants_of(word) for word in words}
    wanted = {variant for variants in asked.values() for variant in variants}
    known: dict[str, set[str]] = {}
    if wanted:
        for variant, word in Spelling.objects.filter(variant__in=wanted).values_list("variant", "word"):
            known.setdefault(variant, set()).add(word)
    return {
        word: {other for variant in variants for other in known.get(variant, ()) if is_related(word, other)}
        for word, variants in asked.items()
    }


def _words(text: str) -> Iterator[str]:
    for word in text.lower().replace("-", " ").split():
        letters = "".join(filter(str.isalnum, word))
        if SHORTEST <= len(letters) <= LONGEST and not letters.isdigit():
            yield letters


def _variants(word: str) -> set[str]:
    return {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}


def _lengthened(word: str) -> set[str]:
    """Give a word with each letter added at each place: so a known one with two letters more is without one of them."""
    return {word[:place] + letter + word[place:] for place in range(1, len(word) + 1) for letter in ascii_lowercase}


def _is_shortened(short: str, whole: str) -> bool:
    """Whether two letters were left out, not the first one: all others stand in their order."""
    letters = iter(whole)
    return len(whole) == len(short) + 2 and whole[0] == short[0] and all(letter in letters for letter in short)


def _is_near(one: str, other: str) -> bool:
    """Whether one letter was left out, added or changed, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return len(one) + len(other) <= 1 or (len(one) == len(other) == 1) or (len(one) == 2 and one == other[::-1])
