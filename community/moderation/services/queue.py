"""The queue of the desk: which cases wait for a viewer, with all that a row shows, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q, Sum
from django.utils.translation import gettext_lazy as _
from guard.keys import key_in

from community.forums.models import Category
from community.forums.models.categories import moderated_categories
from community.members.models import User
from community.writing.services import plain_text
from home.models import Region

from ..kinds import KINDS
from ..models import Flag, Reason, Removal, Review

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from community.members.permissions import Viewer

    from ..models.reviews import ReviewQuerySet

PER_PAGE = 25
LONGEST_EXCERPT = 200
# What a case is there for, in the words of the filter.
WHY = {
    "reported": _("Reported"),
    "held": _("Waits"),
    "appeal": _("Appeals"),
    "account": _("New accounts"),
    "profile": _("Profiles"),
    "organisation": _("Organisations"),
}
SORTS = {"worst": ("-score", "created_at", "id"), "newest": ("-created_at", "-id")}


@dataclass
class Row:
    """A case as the queue shows it."""

    review: Review
    label: Any
    title: str
    writer: str
    excerpt: str
    reasons: list[tuple[Any, int]]
    state: str
    is_own: bool
    thing: Any

    @property
    def mark(self) -> str:
        """What a decision about it was looking at."""
        return KINDS[self.review.kind].mark_of(self.thing)

    @property
    def is_claimed(self) -> bool:
        """Whether somebody keeps it to themselves now."""
        return self.review.claim_ends_at is not None


def waiting(viewer: Viewer, *, why: str = "", place: str = "", sort: str = "worst") -> ReviewQuerySet:
    """Select the cases that wait for a viewer, in order; what isn't known narrows nothing."""
    found = narrowed(kept(viewer), why)
    if place:
        found = found.at(place)
    return found.order_by(*SORTS.get(sort, SORTS["worst"]))


def kept(viewer: Viewer) -> ReviewQuerySet:
    """Select the open cases that a viewer looks after; not those about what they wrote themselves."""
    return Review.objects.open().kept_by(viewer).exclude(author=viewer.user_id)


def why_for(viewer: Viewer) -> dict[str, Any]:
    """Give those of `WHY` for which a case can wait for a viewer."""
    return {name: label for name, label in WHY.items() if viewer.is_moderator or _has_places(name)}


def narrowed(found: ReviewQuerySet, why: str) -> ReviewQuerySet:
    """Select the cases that are there for a reason of `WHY`; any other narrows nothing."""
    match why:
        case "reported":
            return found.filter(flag_count__gt=0)
        case "held":
            return found.filter(is_held=True)
        case "appeal":
            return found.filter(appeal_of__isnull=False)
        case "account" | "profile" | "organisation":
            return found.filter(kind=why)
    return found


def rows_of(reviews: Iterable[Review], viewer: Viewer) -> list[Row]:
    """Make the rows of a page: one query for each sort of things among them, and one for the reasons."""
    loaded = load(reviews)
    reasons, own = _reasons([review.pk for review, _thing in loaded], viewer)
    return [_row(review, thing, reasons.get(review.pk, []), viewer, own) for review, thing in loaded]


def load(reviews: Iterable[Review]) -> list[tuple[Review, Any]]:
    """Give each case with its thing, one query for each sort of things; what is gone for good is left out."""
    reviews = [review for review in reviews if review.kind in KINDS]
    of_model: dict[Any, list[Review]] = defaultdict(list)
    for review in reviews:
        of_model[KINDS[review.kind].model].append(review)
    loading = {kind.model: kind for kind in reversed(KINDS.values())}
    things = {model: loading[model].load_for(cases) for model, cases in of_model.items()}
    return [
        (review, thing)
        for review in reviews
        if (thing := things[KINDS[review.kind].model].get(review.object_id)) is not None
    ]


@dataclass(frozen=True)
class Crowd:
    """Somebody with all their open cases."""

    person: User
    count: int
    score: Any
    since: Any
    is_removed: bool


def by_people(viewer: Viewer) -> QuerySet[Any, Any]:
    """Select the members with open cases, those with most first."""
    found = kept(viewer).filter(appeal_of=None).exclude(author=None).order_by()
    told = found.values("author").annotate(count=Count("pk"), score=Sum("score"), since=Min("created_at"))
    return told.order_by("-count", "-score", "author")


def crowds_of(rows: Iterable[dict[str, Any]]) -> list[Crowd]:
    """Make what a page of `by_people` shows."""
    rows = list(rows)
    keys = [row["author"] for row in rows]
    people = User.objects.select_related("profile__handle").in_bulk(keys)
    removed = set(Removal.objects.filter(person__in=keys, undone_at=None).values_list("person", flat=True))
    return [
        Crowd(people[key], row["count"], row["score"], row["since"], key in removed)
        for key, row in zip(keys, rows, strict=True)
        if key in people
    ]


def places_for(viewer: Viewer) -> list[tuple[str, str, int]]:
    """Name the regions and categories by which a viewer can narrow the queue, each with how many cases wait there."""
    placed = kept(viewer).exclude(places=None).order_by().values("places__token")
    counts = dict(placed.annotate(count=Count("pk")).values_list("places__token", "count"))
    return [(token, name, counts[token]) for token, name in names_of(counts)]


def may_narrow_to(viewer: Viewer, token: str) -> bool:
    """Tell whether somebody who keeps order may be told how a place is called: others than theirs may be closed."""
    kind, _colon, key = token.partition(":")
    if viewer.is_moderator:
        return bool(token)
    is_theirs = viewer.moderates([key]) if kind == "region" else key_in(key) in moderated_categories(viewer)
    return is_theirs or (bool(token) and kept(viewer).at(token).exists())


def names_of(tokens: Iterable[str]) -> list[tuple[str, str]]:
    """Say how places are called, regions first; what is unknown is left out."""
    named = {token.partition(":")[::2] for token in tokens}
    regions = Region.objects.filter(code__in=[key for kind, key in named if kind == "region"]).order_by("code")
    keys = [key_in(key) for kind, key in named if kind == "category"]
    told = [(f"region:{region.code}", region.full_name) for region in regions]
    categories = Category.objects.filter(pk__in=keys).in_tree_order() if keys else []
    return told + [(f"category:{each.pk}", each.local_name) for each in categories]


def _has_places(why: str) -> bool:
    """Tell whether what is there for a reason can belong to a place: accounts and profiles are everybody's."""
    return why not in KINDS or KINDS[why].has_places


def _reasons(keys: list[int], viewer: Viewer) -> tuple[dict[int, list[tuple[Any, int]]], set[int]]:
    """Count the reasons of each case, and tell in which of them the viewer is one of who reported it."""
    counted: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    own = set()
    flags = Flag.objects.standing().filter(review__in=keys).order_by()
    by_viewer = Count("pk", filter=Q(reporter=viewer.user_id))
    told = flags.values_list("review", "reason").annotate(count=Count("pk"), own=by_viewer)
    for key, reason, count, is_own in told.order_by("-count", "reason"):
        counted[key].append((Reason(reason).label, count))
        if is_own:
            own.add(key)
    return counted, own


def _row(review: Review, thing: Any, reasons: list[tuple[Any, int]], viewer: Viewer, own: set[int]) -> Row:
    kind = KINDS[review.kind]
    is_own = review.author_id == viewer.user_id or review.pk in own
    if review.appeal_of:
        is_own = is_own or review.appeal_of.decided_by_id == viewer.user_id
    return Row(
        review=review,
        label=kind.label,
        title=kind.title(thing),
        writer=kind.writer(thing),
        excerpt=review.words[:LONGEST_EXCERPT] or plain_text(kind.text(thing), LONGEST_EXCERPT),
        reasons=reasons,
        state=kind.state(thing),
        is_own=is_own,
        thing=thing,
    )
