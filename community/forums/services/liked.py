"""How much the posts of topics are reacted to, as points for the lists of the top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef

from community.writing.reactions.models import Reaction

from ..models import POST, Post, Topic

if TYPE_CHECKING:
    from datetime import datetime

BATCH = 500


def points_of_reactions(since: datetime | None) -> Iterator[tuple[int, int]]:
    """Count the reactions to posts that stand, of topics that do: one point each, as a reply."""
    own = Post.objects.filter(pk=OuterRef("object_id"), author=OuterRef("user"))  # given to who had reacted to it
    reactions = Reaction.objects.filter(~Exists(own), kind=POST)
    if since is not None:
        reactions = reactions.filter(created_at__gt=since)
    counts = reactions.order_by().values("object_id").annotate(count=Count("pk")).values_list("object_id", "count")
    rows = counts.iterator(chunk_size=BATCH)
    while batch := dict(islice(rows, BATCH)):
        yield from _by_topic(batch)


def _by_topic(counts: dict[int, int]) -> Iterable[tuple[int, int]]:
    posts = Post.objects.live().filter(pk__in=counts, topic__in=Topic.objects.listed().values("pk"))
    return [(topic, counts[post]) for post, topic in posts.values_list("pk", "topic")]
