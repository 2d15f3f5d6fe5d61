"""Texts that say mostly the same as the one of a case, among those of other cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.writing.services import plain_text

from ..kinds import KINDS, Excerpt
from ..models import STANDING, Review
from ..protection.fingerprints import letters_of
from .queue import LONGEST_EXCERPT, load

if TYPE_CHECKING:
    from community.members.permissions import Viewer

LOOKED_AT = 100  # cases, the latest ones
SHOWN = 5
COMPARED = 2000  # characters of each, so that long texts take no longer
RUN = 8  # letters
LEAST = 0.3  # of their runs that both texts have (Jaccard), as of two adverts with other names in them


def similar_to(review: Review, text: str, viewer: Viewer) -> list[Excerpt]:
    """Give the texts of other cases that are most like this one, by a fixed number of queries."""
    runs = _runs(text)
    if not runs:
        return []
    others = Review.objects.kept_by(viewer).filter(appeal_of=None).exclude(author=viewer.user_id)
    others = others.exclude(kind=review.kind, object_id=review.object_id).exclude(kind=STANDING)
    reviews = list(others.order_by("-pk")[:LOOKED_AT])
    found = {}
    for other, thing in load(reviews):
        kind = KINDS[other.kind]
        said = kind.text(thing)
        share = _share(runs, _runs(said))
        if share >= LEAST and (other.kind, other.object_id) not in found:
            excerpt = Excerpt(kind.writer(thing), plain_text(said, LONGEST_EXCERPT), other.get_absolute_url())
            found[other.kind, other.object_id] = (share, excerpt)
    best = sorted(found.values(), key=lambda pair: -pair[0])[:SHOWN]
    return [excerpt for _share_of, excerpt in best]


def _runs(text: str) -> set[str]:
    letters = letters_of(text[:COMPARED])
    return {letters[start : start + RUN] for start in range(len(letters) - RUN + 1)}


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0
