"""Whether one may read and write in a discussion: by what was chosen for it, or by the rule of its kind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from .kinds import all_kinds, seen_by, since_of
from .models import Comment, Discussion, KindRule, State

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.members.permissions import Viewer

    from .kinds import Place

KEY, SECONDS = "comments.rules:1", 60


def kind_rules() -> dict[str, KindRule]:
    """Return the rule of each kind, kept for a minute; all are open until somebody chose otherwise."""
    known: dict[str, KindRule] | None = cache.get(KEY)
    if known is None:
        known = {rule.kind: rule for rule in KindRule.objects.all()}
        cache.set(KEY, known, SECONDS)
    return {kind: known.get(kind) or KindRule(kind=kind) for kind in all_kinds()}


def forget_kind_rules() -> None:
    """Have them read anew."""
    cache.delete(KEY)


def discussion_at(key: str) -> Discussion:
    """Find what was chosen and said under a thing; without any comment yet it is one that isn't stored."""
    return Discussion.objects.filter(key=key).first() or Discussion(key=key)


def state_of(discussion: Discussion, place: Place) -> str:
    """Say how a discussion stands now: one that is open can only be read after its days."""
    rule = kind_rules()[place.kind]
    state = discussion.state or rule.state
    if state == State.OPEN and (ends := open_until(discussion, place)) and ends <= timezone.now():
        return State.READ_ONLY
    return state


def open_until(discussion: Discussion, place: Place) -> datetime | None:
    """Say when the days of an open discussion are over; None where none are set, or what is discussed isn't public."""
    rule = kind_rules()[place.kind]
    days = rule.days if discussion.days is None else discussion.days
    since = since_of(place) if days else None
    return since + timedelta(days=days or 0) if since else None


def is_shown(discussion: Discussion, kind: str) -> bool:
    """Tell whether the comments of a discussion are to be seen at all."""
    return (discussion.state or kind_rules()[kind].state) != State.CLOSED


def discussions_seen_by(viewer: Viewer) -> QuerySet[Discussion]:
    """Select the discussions that are to be seen, under things that the viewer may see."""
    rules = kind_rules().values()
    by_kind = [rule.kind for rule in rules if rule.state != State.CLOSED]
    chosen = Q(state__in=[State.OPEN, State.READ_ONLY])
    usual = Q(state="") & seen_by(viewer, by_kind)
    return Discussion.objects.filter(usual | (chosen & seen_by(viewer, [rule.kind for rule in rules])))


def comments_seen_by(viewer: Viewer) -> QuerySet[Comment]:
    """Select the comments that a viewer may see in their places."""
    found: QuerySet[Comment] = Comment.objects.visible_to(viewer)
    return found.filter(discussion__in=discussions_seen_by(viewer).values("pk"))
