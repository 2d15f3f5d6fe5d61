"""Which word of a public title was meant by one with a typing error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .models import EntryTerm, SearchEntry, Spelling
from .permissions import public_tokens

SHORTEST, LONGEST = 4, 40
BATCH = 1000


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
    asked = {word: _variants(word) for word in words if SHORTEST <= len(word) <= LONGEST}
    wanted = {variant for variants in asked.values() for variant in variants}
    known: dict[str, set[str]] = {}
    for variant, word in Spelling.objects.filter(variant__in=wanted).values_list("variant", "word"):
        known.setdefault(variant, set()).add(word)
    found = {}
    for word, variants in asked.items():
        near = {other for variant in variants for other in known.get(variant, ()) if _is_near(word, other)}
        if word in near:
            continue
        nearest = sorted(near, key=lambda other: (other[0] != word[0], sorted(other) != sorted(word), other))
        if meant := next(filter(stands, nearest), None):
            found[word] = meant
    return found


def _words(text: str) -> Iterator[str]:
    for word in text.lower().replace("-", " ").split():
        letters = "".join(filter(str.isalnum, word))
        if SHORTEST <= len(letters) <= LONGEST and not letters.isdigit():
            yield letters


def _variants(word: str) -> set[str]:
    return {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}


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
