"""Topics that are about what somebody is about to ask: shown while they type the title, so that they may join there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engines import Hit, Question
from .engines.breaker import answer
from .engines.words import Words, written
from .folding import without_blocked_hits
from .wording import protected_words, synonyms

if TYPE_CHECKING:
    from community.members.permissions import Viewer

MOST = 5
CANDIDATES = 20
LEAST_IN_COMMON = 2  # words of the title that stand in what is shown; all, where there are fewer


def similar_topics(title: str, *, viewer: Viewer, language: str) -> list[Hit]:
    """Find topics that the viewer may see with several words of a title; none by whom they have blocked."""
    words = Words.parse(written(title), synonyms(), protected_words())
    if not words or words.is_common:
        return []
    question = Question(
        words=words, tokens=viewer.tokens, language=language, demanded={"kind": ("topic",)}, per_page=CANDIDATES
    )
    hits = [hit for hit in answer(question).hits if _in_common(words, hit) >= min(LEAST_IN_COMMON, len(words.terms))]
    return without_blocked_hits(hits, viewer)[:MOST]


def _in_common(words: Words, hit: Hit) -> int:
    """Count the words of the title that stand in a topic's own, or in how it begins."""
    said = f"{hit.entry.title} {hit.entry.summary} {hit.entry.body}".lower()
    return sum(any(all(word in said for word in way) for way in term.meanings) for term in words.terms)
