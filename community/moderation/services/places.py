"""Open cases going along at once where what they are about belongs elsewhere by now.

All cases of a topic, and all under one discussion, belong to the same places, so they are brought up to date by a fixed
number of queries in the transaction of the change. What may touch all there are is left to a job.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import transaction
from outbox.services import enqueue

from community.comments.kinds import codes_at
from community.comments.models import COMMENT, Comment
from community.forums.models import POST, Post, Topic
from community.members.following.kinds import TOPIC

from ..kinds import places_of
from ..kinds.forum import places_in
from ..models import ORGANISATION, Review, ReviewPlace

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.forums.models import Category
    from community.members.organisations.models import Organisation

IN_CATEGORY, EVERYWHERE = "community.moderation.tasks.renew_in_category", "community.moderation.tasks.renew_everywhere"


def follow_topic(topic: Topic) -> None:
    """Have the cases of a topic and of its posts go along with its category and its regions."""
    if topic.is_private:
        return
    posts = Post.objects.filter(topic=topic.pk, number__gt=1)
    own, theirs = _open(TOPIC, [topic.pk]), _open(POST, posts.values("pk"))
    if cases := list(own.union(theirs, all=True)):
        _put(cases, places_in(Topic.objects.select_related("category").get(pk=topic.pk)))


def follow_discussion(key: str) -> None:
    """Have the cases of the comments under a page or a thing go along with its regions."""
    if cases := list(_open(COMMENT, Comment.objects.filter(discussion__key=key).values("pk"))):
        _put(cases, places_of(codes_at(key)))


def follow_organisation(organisation: Organisation) -> None:
    """Have the cases of an organisation go along with its region."""
    if cases := list(_open(ORGANISATION, [organisation.pk])):
        _put(cases, places_of([organisation.region.code]))


def follow_category(category: Category) -> None:
    """Have the cases in a category looked at soon: who may read there decides whether regional moderators have them."""
    if Review.objects.open().at(f"category:{category.pk}").exists():
        enqueue(IN_CATEGORY, category.pk)


def follow_regions() -> None:
    """Have all cases looked at soon, since a region may have another code by now."""
    if Review.objects.open().exclude(places=None).exists():
        enqueue(EVERYWHERE)


def renew_in_category(*, category_id: int) -> int:
    """Note where the open cases in a category belong by now; return how many topics they are of. Safe to repeat."""
    there = Review.objects.open().at(f"category:{category_id}")
    posts = there.filter(kind=POST).values("object_id")
    topics = {*there.filter(kind=TOPIC).values_list("object_id", flat=True)}
    topics |= {*Post.objects.filter(pk__in=posts).values_list("topic_id", flat=True)}
    for key in sorted(topics):
        with transaction.atomic():
            topic = Topic.objects.select_for_update(no_key=True).filter(pk=key).first()
            if topic is not None:
                follow_topic(topic)
    return len(topics)


def _open(kind: str, keys: Collection[int] | QuerySet[Any, Any]) -> QuerySet[Review, int]:
    return Review.objects.open().filter(kind=kind, object_id__in=keys).order_by().values_list("pk", flat=True)


def _put(cases: Collection[int], places: Collection[str]) -> None:
    """Write down where the things of these cases belong, which all belong to the same places."""
    locked = Review.objects.open().filter(pk__in=cases).select_for_update(of=("self",)).order_by("pk")
    known: dict[int, set[str]] = {key: set() for key in locked.values_list("pk", flat=True)}
    for key, token in ReviewPlace.objects.filter(review__in=list(known)).values_list("review", "token"):
        known[key].add(token)
    if stale := [key for key, tokens in known.items() if tokens != set(places)]:
        ReviewPlace.objects.filter(review__in=stale).delete()
        ReviewPlace.objects.bulk_create(ReviewPlace(review_id=key, token=token) for key in stale for token in places)
