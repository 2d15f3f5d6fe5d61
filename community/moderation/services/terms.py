"""Blocked words and sites: read once a minute, and looked for in what is written, however it is dressed up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from django.core.cache import cache

from community.writing.hosts import FULL_STOP
from community.writing.markdown import links_in
from community.writing.services import plain_text

from ..models import BlockedTerm

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
    links lead; capitals, accents and signs of no width make no difference.
    """
    pattern = _pattern(terms())
    if pattern is None:
        return ""
    for way in (text, plain_text(text), unquote(" ".join(links_in(text)))):
        if found := pattern.search(folded(way)):
            return found[0]
    return ""


def folded(text: str) -> str:
    """Bring a text into the form in which words are compared."""
    parts = unicodedata.normalize("NFKD", text.casefold()).replace(FULL_STOP, ".")
    return "".join(sign for sign in parts if unicodedata.category(sign) not in {"Mn", "Cf"})


@lru_cache(maxsize=2)
def _pattern(known: Terms) -> re.Pattern[str] | None:
    """Make one pattern of all terms; a site is also found below another name, and not inside a longer one."""
    parts = [_word(folded(word)) for word in known.words]
    hosts = {name for host in known.hosts for name in (host, folded(host.encode().decode("idna")))}
    parts += [rf"(?<![\w-]){re.escape(host)}(?![\w-]|\.\w)" for host in sorted(hosts)]
    return re.compile("|".join(parts)) if parts else None


def _word(word: str) -> str:
    beginning = word.removesuffix("*")
    words = r"\s+".join(map(re.escape, beginning.split()))
    return rf"(?<!\w){words}" + (r"\w*" if beginning != word else r"(?!\w)")
