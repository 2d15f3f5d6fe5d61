"""Blocked words and sites: read once a minute, and looked for in what is written, however it is dressed up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from django.core.cache import cache

from community.writing.markdown import links_in
from community.writing.services import plain_text

from ..models import BlockedTerm
from .disguises import disguised, folded, folded_openly, is_disguise, spelled_out

KEY, SECONDS = "moderation.terms:1", 60


@dataclass(frozen=True)
class Terms:
    """All of them, as they are kept."""

    words: tuple[str, ...]
    hosts: tuple[str, ...]


def terms() -> Terms:
    """Return the list as it is, kept for a minute."""
    known: Terms | None = cache.get(KEY)
    if known is None:
        rows = list(BlockedTerm.objects.order_by("text").values_list("kind", "text"))
        of = {kind: tuple(text for its, text in rows if its == kind) for kind in BlockedTerm.Kind.values}
        known = Terms(of[BlockedTerm.Kind.WORD], of[BlockedTerm.Kind.HOST])
        cache.set(KEY, known, SECONDS)
    return known


def forget_terms() -> None:
    """Have the list read anew."""
    cache.delete(KEY)


def blocked_in(text: str) -> str:
    """Name the first blocked word or site of a text, empty where there is none.

    Looked for as it is typed, as it is read, without the marks of Markdown, so that "ju**di**" is found, and where its
    links lead; capitals, accents, signs of no width and letters that look alike make no difference, and in words
    nor do numbers and signs that stand for a letter, or one that stands between all or some of them.
    """
    plain, of_disguises = _patterns(terms())
    if plain is None:
        return ""
    ways = (text, plain_text(text), unquote(" ".join(links_in(text))))
    for way in ways:
        if found := plain.search(folded(way)):
            return found[0]
    for way in ways:
        for found in of_disguises.finditer(folded_openly(way)) if of_disguises else ():
            if is_disguise(found[found.lastindex or 0]):
                return found[0]
    return ""


@lru_cache(maxsize=2)
def _patterns(known: Terms) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Make one pattern of all terms, and one of disguised words.

    A site is also found below another name, and not inside a longer one.
    """
    words = [folded(word) for word in known.words]
    hosts = {name for host in known.hosts for name in (host, folded(host.encode().decode("idna")))}
    sites = [rf"{re.escape(host)}(?![\w-]|\.\w)" for host in sorted(hosts)]
    plain = [*_from(r"(?<!\w)", [_word(word, spelled_out) for word in words]), *_from(r"(?<![\w-])", sites)]
    dressed = _from(r"(?<!\w)", [_word(word, disguised) for word in words])
    return _compiled(plain), _compiled(dressed)


def _compiled(parts: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(parts)) if parts else None


def _from(beginning: str, parts: list[str]) -> list[str]:
    """Look once at each place whether something begins there, and not once for each term."""
    return [f"{beginning}(?:{'|'.join(parts)})"] if parts else []


def _word(word: str, ways: Callable[[str], str]) -> str:
    """Make the pattern of a word, of which the group is what isn't left open."""
    beginning = word.removesuffix("*")
    words = r"\s+".join(map(ways, beginning.split()))
    return f"({words})" + (r"\w*" if beginning != word else r"(?!\w)")
