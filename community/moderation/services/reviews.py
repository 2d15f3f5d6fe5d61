"""Opening and closing cases: what is reported, and what waits."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import override
from wagtail.log_actions import log

from community.forums.models import Post, Topic

from ..kinds import KINDS
from ..models import OUTCOMES, Decision, Outcome, Removal, Review, ReviewPlace
from . import sanctions, telling
from .undoing import note_taken_back

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from community.members.models import User

    from ..kinds import Kind

A_RUN = 500  # cases of each kind that one run opens


def open_review(kind: Kind, thing: Any) -> Review:
    """Give the open case of a thing, or begin one, while the caller holds the lock on the thing."""
    known = open_one(kind, thing)
    if known is not None:
        return known
    review = Review.objects.create(kind=kind.name, object_id=thing.pk, author=kind.author(thing))
    note_places(review, kind.places(thing))
    return review


def open_one(kind: Kind, thing: Any) -> Review | None:
    """Give the open case of a thing, if there is one."""
    found = Review.objects.open().filter(kind=kind.name, object_id=thing.pk, appeal_of=None)
    return found.select_for_update(of=("self",)).first()


def note_places(review: Review, places: list[str]) -> None:
    """Write down where the thing of a new case belongs."""
    ReviewPlace.objects.bulk_create(ReviewPlace(review=review, token=token) for token in places)


def open_missing() -> int:
    """Open cases for what waits without one, as what was held before there were cases; return how many."""
    count = 0
    for kind in KINDS.values():
        known = Review.objects.open().filter(kind=kind.name, object_id=OuterRef("pk"), appeal_of=None)
        waits = kind.waiting().filter(~Exists(known))
        for key in list(waits.order_by("pk").values_list("pk", flat=True)[:A_RUN]):
            with transaction.atomic():
                thing = kind.lock(key)
                if thing is not None and kind.state(thing) == "held":
                    note_held(kind, thing)
                    count += 1
    return count


def weigh(review: Review) -> None:
    """Count the reports that stand, and add up their weight."""
    told = review.flags.standing().aggregate(count=Count("pk"), score=Sum("weight"))
    review.flag_count, review.score = told["count"], told["score"] or Decimal(0)
    review.save(update_fields=["flag_count", "score"])


def subject_of(thing: Any) -> Any:
    """Say what is judged: of the post that opens a topic the topic."""
    return thing.topic if isinstance(thing, Post) and thing.is_first and not thing.topic.is_private else thing


def follow_moved(keys: Sequence[int], source: Topic, into: Topic) -> None:
    """Have open cases go along with posts that went to another topic, where the first of them may open it now."""
    moved = {post.pk: post for post in Post.objects.filter(pk__in=keys, topic=into).order_by("number")}
    for post in moved.values():
        post.topic = into
        if post.is_first:
            _retarget("post", post.pk, "topic", into.pk)
    if moved and not Post.objects.written().filter(topic=source).exists():  # merged
        _retarget("topic", source.pk, "post", next(iter(moved)))
    found = Review.objects.open().filter(kind="post", object_id__in=moved)
    for review in found.select_for_update(of=("self",)).order_by("pk"):
        keep_places(review, KINDS["post"].places(moved[review.object_id]))


def renew_author(review: Review, kind: Kind, thing: Any) -> None:
    """Have an open case be that of whoever is the thing's author by now; an appeal stays with who wrote it."""
    author = kind.author(thing)
    if not review.is_appeal and author != review.author:
        review.author = author
        review.save(update_fields=["author"])


def keep_places(review: Review, places: list[str]) -> None:
    """Write down where the thing of a case belongs by now."""
    if set(review.places.values_list("token", flat=True)) != set(places):
        review.places.all().delete()
        note_places(review, places)


def note_held(kind: Kind, thing: Any, reason: str = "") -> Review:
    """Have a case for what waits, which says why."""
    review = open_review(kind, thing)
    review.is_held, review.held_reason = True, (reason or _why_held(thing))[:200]
    review.save(update_fields=["is_held", "held_reason"])
    return review


def close(review: Review, *, decision: str, by: User | None, reason: str = "") -> None:
    """Write down how a case ended, and what that says of its reports."""
    review.decided_at, review.decided_by, review.decision, review.reason = timezone.now(), by, decision, reason[:500]
    review.claimed_by = review.claimed_at = None
    review.save()
    if outcome := OUTCOMES.get(decision):
        review.flags.standing().update(outcome=outcome)
        if outcome != Outcome.AGREED and review.author and (ended := sanctions.end_unfounded(review.author)):
            settle_sanction(ended, by=None)
    telling.tell_reporters(review)


def reopen(review: Review) -> None:
    """Have a case wait again that ended with the removal of an account which was undone.

    Where another one about the same thing has begun meanwhile, that one goes on, and this one counts no longer.
    """
    begun = Review.objects.open().filter(kind=review.kind, object_id=review.object_id, appeal_of=None)
    if not review.is_appeal and begun.exists():
        Review.objects.filter(pk=review.pk).update(withdrawn_at=timezone.now())
        return
    review.decided_at = review.decided_by = review.removal = None
    review.decision = review.reason = ""
    review.save()
    review.flags.standing().update(outcome="")


def locked_all_of(person: User) -> list[Review]:
    """Lock all open cases about what a member wrote, always in the same order, and before the account."""
    found = Review.objects.open().filter(author=person).select_for_update(of=("self",))
    return list(found.select_related("appeal_of").order_by("pk"))


def locked_with(removal: Removal) -> list[Review]:
    """Give the cases that ended with an account, and that of its removal; they are locked with an appeal against it."""
    found = Review.objects.filter(Q(removal=removal) | Q(appeal_of__removal=removal))
    cases = found.select_for_update(of=("self",)).select_related("appeal_of", "author").order_by("pk")
    return [case for case in cases if case.removal_id == removal.pk]


def settle_sanction(case: Review, *, by: User | None) -> None:
    """Write down that what was done about an account is taken back, and grant what its member has appealed.

    `by` is None where the site takes back what it did itself.
    """
    Review.objects.filter(pk=case.pk).update(withdrawn_at=timezone.now())
    waiting = Review.objects.open().filter(appeal_of=case).select_related("appeal_of", "author").first()
    if waiting:
        grant(waiting, by, before=case.decision)
    elif case.decision == Decision.REMOVAL and not case.is_granted:
        telling.tell_given_back(case)


def grant(appeal: Review, by: User | None, *, before: str, state: str = "") -> None:
    """End an appeal that was settled elsewhere than in its case, by doing what it asks for.

    `before` says what was so until then; `state` how a text stands by now that something else keeps out of view.
    """
    appeal.is_left = bool(state)
    close(appeal, decision=Decision.GRANTED, by=by)
    note_taken_back(appeal)
    write_down(appeal, "settle", by=by, before=before, after={"decision": Decision.GRANTED} | left_as(appeal, state))
    telling.tell_decided(appeal, was_live=False)


def left_as(appeal: Review, state: str = "") -> dict[str, Any]:
    """Say for the log that an appeal which is granted changed nothing back, and how its text stands then."""
    told: dict[str, Any] = {"left": True} if appeal.is_left else {}
    return told | {"state": state} if told and state else told


def end_all_about(kind: str, keys: Collection[int]) -> None:
    """End all open cases about things that are gone for good, in nobody's name."""
    found = Review.objects.open().filter(kind=kind, object_id__in=keys)
    with transaction.atomic():
        for review in found.select_for_update(of=("self",)).order_by("pk"):
            close(review, decision=Decision.GONE, by=None)


def tidy() -> int:
    """End open cases about what is no longer there, and note where the others belong by now; return how many ended."""
    count, beyond = 0, 0
    while found := list(Review.objects.open().filter(pk__gt=beyond).order_by("pk")[:A_RUN]):
        beyond = found[-1].pk
        for name, kind in KINDS.items():
            reviews = [review for review in found if review.kind == name]
            things = kind.load([review.object_id for review in reviews])
            for review in reviews:
                thing = things.get(review.object_id)
                if thing is None or is_taken_back(kind, thing):
                    end_all_about(name, [review.object_id])
                    count += 1
                else:
                    renew_places(review, kind, thing)
    return count


def is_taken_back(kind: Kind, thing: Any) -> bool:
    """Tell whether its author deleted it: that no moderator undoes."""
    author = kind.author(thing)
    return kind.state(thing) == "deleted" and author is not None and thing.deleted_by_id == author.pk


@transaction.atomic
def renew_places(review: Review, kind: Kind, thing: Any) -> None:
    """Write down where the thing of a case belongs by now, while nobody else does."""
    if Review.objects.select_for_update(of=("self",)).filter(pk=review.pk).exists():
        keep_places(review, kind.places(thing))


def write_down(
    review: Review, act: str, *, by: User | None, reason: str = "", before: Any = None, after: Any = None
) -> None:
    """Write an act at the desk into the log: the label names no person and no text, which would outlive them."""
    data = {"reason": reason, "before": before, "after": after}
    with override(settings.LANGUAGE_CODE):
        title = str(review)
    log(review, f"moderation.{act}", user=by, title=title, data=data)


def _retarget(kind: str, key: int, to_kind: str, to_key: int) -> None:
    """Have an open case be about another thing, unless that has one already."""
    if Review.objects.open().filter(kind=to_kind, object_id=to_key, appeal_of=None).exists():
        return
    for review in Review.objects.open().filter(kind=kind, object_id=key).select_for_update(of=("self",)):
        review.kind, review.object_id = to_kind, to_key
        review.save(update_fields=["kind", "object_id"])
        review.flags.update(kind=to_kind, object_id=to_key)
        if to_kind == "topic":
            keep_places(review, KINDS[to_kind].places(Topic.objects.select_related("category").get(pk=to_key)))


def _why_held(thing: Any) -> str:
    """Say for what it waits; of a topic perhaps what its first post waits for."""
    own: str = getattr(thing, "held_reason", "")
    firsts = vars(thing).get("first_posts", [])
    return own or next((post.held_reason for post in firsts), "")
