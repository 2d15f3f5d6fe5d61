"""Texts that say mostly the same as the one of a case, among those of other cases and the latest that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.writing.services import plain_text

from ..kinds import KINDS, Excerpt
from ..models import STANDING, Review
from ..protection.fingerprints import letters_of
from .queue import LONGEST_EXCERPT, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.members.permissions import Viewer

    from ..kinds import Kind

LOOKED_AT = 100  # cases, the latest ones
LATELY = 50  # texts of each public kind
SHOWN = 5
COMPARED = 2000  # characters of each, so that long texts take no longer
RUN = 8  # letters
LEAST = 0.3  # of their runs that both texts have (Jaccard), as of two adverts with other names in them


def similar_to(review: Review, text: str, viewer: Viewer) -> list[Excerpt]:
    """Give the texts that are most like this one, by a fixed number of queries."""
    runs = _runs(text)
    if not runs:
        return []
    found = {}
    for kind, thing, address in (*_of_cases(review, viewer), *_shown_lately(review, viewer)):
        said, key = kind.text(thing), (kind.name, thing.pk)
        share = _share(runs, _runs(said))
        if share >= LEAST and key not in found:
            found[key] = (share, Excerpt(kind.writer(thing), plain_text(said, LONGEST_EXCERPT), address))
    best = sorted(found.values(), key=lambda pair: -pair[0])[:SHOWN]
    return [excerpt for _share_of, excerpt in best]


def _of_cases(review: Review, viewer: Viewer) -> Iterator[tuple[Kind, Any, str]]:
    """Give what the latest other cases are about, with where these are."""
    others = Review.objects.kept_by(viewer).filter(appeal_of=None).exclude(author=viewer.user_id)
    others = others.exclude(kind=review.kind, object_id=review.object_id).exclude(kind=STANDING)
    for other, thing in load(list(others.order_by("-pk")[:LOOKED_AT])):
        yield KINDS[other.kind], thing, other.get_absolute_url()


def _shown_lately(review: Review, viewer: Viewer) -> Iterator[tuple[Kind, Any, str]]:
    """Give the latest texts of each public kind: the first of several alike stands there, and has no case."""
    for kind in KINDS.values():
        if kind.has_places:
            keys = list(kind.seen_by(viewer).order_by("-pk").values_list("pk", flat=True)[:LATELY])
            for key, thing in kind.load(keys).items():
                if (kind.name, key) != (review.kind, review.object_id):
                    yield kind, thing, kind.url(thing)


def _runs(text: str) -> set[str]:
    letters = letters_of(text[:COMPARED])
    return {letters[start : start + RUN] for start in range(len(letters) - RUN + 1)}


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0
